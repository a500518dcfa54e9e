package vedette.corpus;

import java.nio.ByteBuffer;
import vedette.capture.Frame;
import vedette.decode.Packet;
import vedette.net.EtherType;
import vedette.net.LinkType;

/** What another meter counts otherwise than we do. Why, and who is right, is told in {@code src/docs/flows.md}. */
enum Habit {
    FIRST_FRAGMENTS_ONLY("passes over all fragments but the first") {
        @Override
        boolean takes(Frame frame, Packet packet) {
            return packet.fragmentOffset() == 0;
        }
    },
    /** We count packet by packet here, so this is one that nothing need be done for. */
    NO_PORTS_IN_LATER_FRAGMENTS("gives all fragments but the first no ports"),
    CAPTURED_OCTETS("counts the captured octets of a cut frame") {
        @Override
        long octets(long octets, Frame frame) {
            return frame.capturedLength();
        }
    },
    TRUE_LENGTHS_ONLY("passes over packets whose IP length is more than the frame holds") {
        @Override
        boolean takes(Frame frame, Packet packet) {
            return ipLength(packet) <= packet.ipOctets();
        }
    },
    NO_FABRIC_PATH("does not read Cisco FabricPath") {
        @Override
        boolean takes(Frame frame, Packet packet) {
            return frame.linkType() != LinkType.ETHERNET
                    || (frame.bytes().getShort(frame.offset() + 12) & 0xFFFF) != EtherType.CISCO_FABRIC_PATH;
        }
    };

    private final String text;

    Habit(String text) {
        this.text = text;
    }

    boolean takes(Frame frame, Packet packet) {
        return true;
    }

    long octets(long octets, Frame frame) {
        return octets;
    }

    /** What the IP header says, whatever the frame holds. */
    private static long ipLength(Packet packet) {
        ByteBuffer bytes = packet.bytes();
        long headers = packet.ipOctets() - packet.ipPayloadOctets();
        int start = packet.transportOffset() - (int) headers;
        return packet.ipVersion() == 4 ? bytes.getShort(start + 2) & 0xFFFF : 40 + (bytes.getShort(start + 4) & 0xFFFF);
    }

    @Override
    public String toString() {
        return text;
    }
}
