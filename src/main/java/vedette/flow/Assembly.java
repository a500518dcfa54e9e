package vedette.flow;

import java.nio.ByteBuffer;
import vedette.content.ContentConfig;
import vedette.content.Payload;
import vedette.content.Pieces;

/**
 * The beginning of what one side says: of a connection, put together of segments in any order; of datagrams, one after another.
 */
final class Assembly {
    private final ByteBuffer bytes = ByteBuffer.allocate(ContentConfig.ASSEMBLY);
    private final Pieces pieces = new Pieces();
    private int record;
    private int direction;
    private boolean ofDatagrams;
    private int responderPort;

    void begin(int ofRecord, int ofDirection, boolean isOfDatagrams, int port) {
        ofDatagrams = isOfDatagrams;
        record = ofRecord;
        direction = ofDirection;
        responderPort = port;
        pieces.clear();
    }

    int record() {
        return record;
    }

    int direction() {
        return direction;
    }

    boolean isOfDatagrams() {
        return ofDatagrams;
    }

    int responderPort() {
        return responderPort;
    }

    void turnRound() {
        direction = Flow.REVERSE - direction;
    }

    /** Takes in a piece, as far as it lies within the beginning. */
    void put(int offset, ByteBuffer source, int at, int length) {
        int first = Math.max(0, offset);
        int end = (int) Math.min(ContentConfig.ASSEMBLY, (long) offset + length);
        if (first < end && pieces.add(first, end)) {
            bytes.put(first, source, at + first - offset, end - first);
        }
    }

    /** Octets that are there from the beginning on. */
    int length() {
        return pieces.length();
    }

    boolean isFull() {
        return length() == ContentConfig.ASSEMBLY;
    }

    /** Wraps the payload round those. */
    Payload wrap(Payload payload) {
        return payload.wrap(bytes, 0, length());
    }
}
