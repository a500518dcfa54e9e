package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes messages on their way. */
@FunctionalInterface
interface MessageSink {
    /**
     * Takes a message.
     *
     * @param message from position to limit, valid during the call
     */
    void send(ByteBuffer message, Contents contents) throws IOException;
}
