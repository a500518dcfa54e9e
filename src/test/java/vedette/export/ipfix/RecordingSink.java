package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps every message and reads it as strictly as can be. */
final class RecordingSink implements MessageSink {
    final List<byte[]> datagrams = new ArrayList<>();
    final List<StrictIpfix.Message> messages = new ArrayList<>();
    int flows;
    long packets;
    long octets;

    private final StrictIpfix collector;

    RecordingSink(StrictIpfix.Transport transport) {
        collector = new StrictIpfix(transport);
    }

    @Override
    public void send(ByteBuffer message, int moreFlows, long morePackets, long moreOctets) {
        byte[] datagram = new byte[message.remaining()];
        message.get(datagram);
        datagrams.add(datagram);
        messages.add(collector.read(datagram));
        flows += moreFlows;
        packets += morePackets;
        octets += moreOctets;
    }
}
