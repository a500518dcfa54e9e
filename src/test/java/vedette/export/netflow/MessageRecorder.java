package vedette.export.netflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import vedette.export.ExportCounters;

/** A collector in memory: keeps the messages, and counts them as sent. */
final class MessageRecorder implements Outlet.Way {
    final List<byte[]> messages = new ArrayList<>();
    private final ExportCounters counters;

    MessageRecorder(ExportCounters counters) {
        this.counters = counters;
    }

    @Override
    public void send(ByteBuffer message, long flows, long packets, long octets) {
        byte[] copy = new byte[message.remaining()];
        message.get(copy);
        messages.add(copy);
        counters.sent().add(flows, packets, octets);
    }

    @Override
    public void close() {}
}
