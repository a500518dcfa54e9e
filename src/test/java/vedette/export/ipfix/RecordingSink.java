package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps every message and reads it as strictly as can be. */
final class RecordingSink implements MessageSink {
    final List<byte[]> datagrams = new ArrayList<>();
    final List<StrictIpfix.Message> messages = new ArrayList<>();
    long flows;
    long alerts;
    long packets;
    long octets;

    private final StrictIpfix collector;

    RecordingSink(StrictIpfix.Transport transport) {
        collector = new StrictIpfix(transport);
    }

    @Override
    public void send(ByteBuffer message, Contents contents) {
        byte[] datagram = new byte[message.remaining()];
        message.get(datagram);
        datagrams.add(datagram);
        messages.add(collector.read(datagram));
        if (contents.kind() == Contents.Kind.ALERTS) {
            alerts += contents.records();
        } else {
            flows += contents.records();
            packets += contents.packets();
            octets += contents.octets();
        }
    }
}
