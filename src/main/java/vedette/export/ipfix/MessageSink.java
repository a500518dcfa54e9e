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
     * @param flows flow records in it
     * @param packets packets in those
     * @param octets IP octets in those
     */
    void send(ByteBuffer message, int flows, long packets, long octets) throws IOException;
}
