package vedette.export.ipfix;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import vedette.export.transport.StreamConnection;

/**
 * A connection as TCP makes it: what is written waits, is taken by the operating system, arrives later, and is lost with the
 * connection if it has not arrived. What arrives is read strictly, each connection as a session of its own.
 */
final class LossyConnection implements StreamConnection {
    static final int SEND_BUFFER = 60_000;

    /** How much of it the collector's host acknowledges though nobody reads. */
    static final int RECEIVE_BUFFER = 20_000;

    /** What waits above the operating system, at most, when another message is taken. */
    private static final int MOST_WAITING = 30_000;

    final List<StrictIpfix.Message> messages = new ArrayList<>();

    /** Whether a collector listens. */
    boolean listening;

    /** Whether the collector reads all there is as soon as it is written. */
    boolean reading = true;

    /** How much a collector that does not read all at once reads each time the connection is looked after. */
    int pace;

    /** How much is on its way when the collector breaks off. */
    int mostOnTheWay = Integer.MAX_VALUE;

    private boolean up;
    private long connections;
    private long written;
    private StrictIpfix collector = new StrictIpfix(StrictIpfix.Transport.TCP);
    private final ByteArrayOutputStream onTheWay = new ByteArrayOutputStream();
    private byte[] half = {};
    private boolean readAtEnd;

    @Override
    public void tend() {
        arrive(pace);
        if (onTheWay.size() > mostOnTheWay) {
            breakOff();
        }
        if (!up && listening) {
            up = true;
            connections++;
            written = 0;
            collector = new StrictIpfix(StrictIpfix.Transport.TCP);
        }
    }

    @Override
    public long ordinal() {
        return up ? connections : 0;
    }

    @Override
    public boolean isWritable() {
        return up && unsent() < MOST_WAITING;
    }

    @Override
    public void write(ByteBuffer message) {
        if (!up) {
            return;
        }
        byte[] octets = new byte[message.remaining()];
        message.duplicate().get(octets);
        onTheWay.writeBytes(octets);
        written += octets.length;
        if (reading) {
            arrive(onTheWay.size());
        }
    }

    @Override
    public long unsent() {
        return Math.max(0, onTheWay.size() - SEND_BUFFER);
    }

    @Override
    public long acknowledged() {
        return written - Math.max(0, onTheWay.size() - RECEIVE_BUFFER);
    }

    @Override
    public int unread() {
        return RECEIVE_BUFFER;
    }

    /** The collector reads so many octets more. */
    void arrive(int octets) {
        byte[] all = onTheWay.toByteArray();
        int count = Math.min(octets, all.length);
        onTheWay.reset();
        onTheWay.write(all, count, all.length - count);
        byte[] read = Arrays.copyOf(half, half.length + count);
        System.arraycopy(all, 0, read, half.length, count);
        int at = 0;
        while (read.length - at >= 4) {
            int length = ByteBuffer.wrap(read).getShort(at + 2) & 0xFFFF;
            if (read.length - at < length) {
                break;
            }
            messages.add(collector.read(Arrays.copyOfRange(read, at, at + length)));
            at += length;
        }
        half = Arrays.copyOfRange(read, at, read.length);
    }

    @Override
    public boolean isReadAtEnd() {
        return readAtEnd;
    }

    /** It is left for another, with nothing left to read of what the other host has acknowledged. */
    void end() {
        if (up) {
            arrive(RECEIVE_BUFFER);
            breakOff();
            readAtEnd = true;
        }
    }

    /** The connection breaks, and what has not arrived is lost. */
    void breakOff() {
        readAtEnd &= !up;
        up = false;
        onTheWay.reset();
        half = new byte[0];
    }

    @Override
    public void close() throws IOException {
        if (up && !reading && onTheWay.size() > 0) {
            breakOff();
            throw new IOException("broke at the end");
        }
        arrive(onTheWay.size());
        up = false;
    }
}
