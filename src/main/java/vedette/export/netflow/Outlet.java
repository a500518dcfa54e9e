package vedette.export.netflow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.transport.Pacer;
import vedette.export.transport.UdpSender;
import vedette.flow.Flow;

/** The way of messages to one collector, and the clock by which they leave: the sensor's when live, packet time in a replay. */
final class Outlet {
    /** How long a record waits at most for others to fill its message. */
    static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final long NS_PER_MS = 1_000_000;

    /** Where messages go. */
    interface Way {
        /**
         * Sends a message.
         *
         * @param message from position to limit, valid during the call
         * @param flows whose last record is in it, with their packets and octets
         */
        void send(ByteBuffer message, long flows, long packets, long octets);

        /** Octets of the longest message that it takes. */
        default int maxPacket() {
            return Integer.MAX_VALUE;
        }

        /** Looks after the way. */
        default void tend() {}

        /** Whether since it was last asked the collector may have begun to listen. */
        default boolean hasBegunAnew() {
            return false;
        }

        void close();
    }

    private final Way way;
    private final Pacer pacer;
    private final ExportCounters counters;
    private final @Nullable LongSupplier sensorMs;
    private long packetMs;
    private long messages;

    /**
     * @param rate how many records a second it lets through, 0 for no limit
     * @param sensorMs the sensor's clock in milliseconds, null for packet time
     */
    Outlet(Way way, ExportCounters counters, int rate, @Nullable LongSupplier sensorMs) {
        this.way = way;
        this.counters = counters;
        this.pacer = new Pacer(rate);
        this.sensorMs = sensorMs;
    }

    /** Opens the way for a live sensor, whose messages say when they leave. */
    static Outlet live(CollectorConfig collector, ExportCounters counters) {
        Way way = udp(UdpSender.live(collector, counters), counters);
        return new Outlet(way, counters, 0, System::currentTimeMillis);
    }

    /**
     * Opens the way for a replay, whose messages say when they would have left while its packets were on the wire.
     *
     * @throws IOException if the collector's host cannot be resolved or routed to; says which and how to mend it
     */
    static Outlet replay(CollectorConfig collector, ExportCounters counters) throws IOException {
        Way way = udp(UdpSender.replay(collector, counters), counters);
        return new Outlet(way, counters, collector.rate(), null);
    }

    private static Way udp(UdpSender sender, ExportCounters counters) {
        int maxPacket = sender.maxPacket();
        return new Way() {
            @Override
            public int maxPacket() {
                return maxPacket;
            }

            @Override
            public void send(ByteBuffer message, long flows, long packets, long octets) {
                sender.send(message, counters, flows, packets, octets);
            }

            @Override
            public void tend() {
                sender.tend();
            }

            @Override
            public boolean hasBegunAnew() {
                return sender.hasBegunAnew();
            }

            @Override
            public void close() {
                sender.close();
            }
        };
    }

    /** Tells of a flow, at whose end it is at least. */
    void onFlow(Flow flow) {
        packetMs = Math.max(packetMs, Math.floorDiv(flow.closedNs(), NS_PER_MS));
    }

    long nowMs() {
        return sensorMs == null ? packetMs : sensorMs.getAsLong();
    }

    /** Octets of the longest message to a collector. */
    int maxPacket(CollectorConfig collector) {
        return Math.min(collector.maxPacket(), way.maxPacket());
    }

    /** How many messages were sent. */
    long messages() {
        return messages;
    }

    ExportCounters counters() {
        return counters;
    }

    /**
     * Sends a message.
     *
     * @param records in it, for the pace
     * @param flows whose last record is in it, with their packets and octets
     */
    void send(ByteBuffer message, int records, int flows, long packets, long octets) {
        messages++;
        pacer.await(records);
        way.send(message, flows, packets, octets);
    }

    /** Looks after the way. */
    void tend() {
        way.tend();
    }

    /** Whether since it was last asked the collector may have begun to listen, so that it does not know the templates. */
    boolean hasBegunAnew() {
        return way.hasBegunAnew();
    }

    void close() {
        way.close();
    }
}
