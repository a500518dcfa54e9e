package vedette.export.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A connection to a collector that comes and goes. Of the exporting thread, which waits in {@link #close()} alone. */
public interface StreamConnection {
    /** Begins to connect if there is no connection and it is time to try; notices one that was lost. Returns at once. */
    void tend();

    /** Ordinal of the connection that is up, from 1; 0 while there is none. A new one means: nothing of before holds any more. */
    long ordinal();

    /** Whether it takes another message now: it is up, and less than the send buffer's size waits in it. */
    boolean isWritable();

    /**
     * Takes a copy of a message, if {@link #isWritable()}. One that is taken while the connection breaks is lost with it.
     *
     * @param message from position to limit
     */
    void write(ByteBuffer message);

    /** Octets written on this connection that the operating system has not taken yet. */
    long unsent();

    /** Octets written on this connection that the other side's operating system has acknowledged, at least. */
    long acknowledged();

    /**
     * Whether the connection that was up last ended so that what the other side had acknowledged was read: it was left for another,
     * and read to its end. One that the other side closes or resets may have held something unread.
     */
    boolean isReadAtEnd();

    /** How many of those its process may not have read, as far as that is provided for: nobody tells. */
    int unread();

    /**
     * Sends what waits, says goodbye and waits for the other side to do so, a few seconds at most.
     *
     * @throws IOException if the other side broke the connection instead: what it read last is not known
     */
    void close() throws IOException;
}
