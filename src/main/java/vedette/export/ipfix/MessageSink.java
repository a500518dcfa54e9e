package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes finished messages on their way. */
@FunctionalInterface
interface MessageSink {
    /**
     * Sends a message.
     *
     * @param message from position to limit, valid during the call
     * @param records flow records, or alerts, in it
     * @param packets packets in those
     * @param octets IP octets in those
     */
    void send(ByteBuffer message, int records, long packets, long octets) throws IOException;
}
