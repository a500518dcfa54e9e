package vedette.detect.memory;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one place of a {@link Memory}. Their owner names them once, in one order, for both ways: on the way into the file they
 * are left as they are, on the way back each is what was written. Not thread-safe.
 */
public final class Fields {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer bytes = NOTHING;
    private boolean areRead;

    /** From now on fields are written. */
    Fields into(ByteBuffer target) {
        bytes = target;
        areRead = false;
        return this;
    }

    /** From now on fields are read; what is missing is an exception. */
    Fields from(ByteBuffer source) {
        bytes = source;
        areRead = true;
        return this;
    }

    /** Whether they are on their way back. */
    public boolean areRead() {
        return areRead;
    }

    public long of(long value) {
        if (areRead) {
            return bytes.getLong();
        }
        bytes.putLong(value);
        return value;
    }

    public int of(int value) {
        if (areRead) {
            return bytes.getInt();
        }
        bytes.putInt(value);
        return value;
    }

    public short of(short value) {
        if (areRead) {
            return bytes.getShort();
        }
        bytes.putShort(value);
        return value;
    }

    public char of(char value) {
        if (areRead) {
            return bytes.getChar();
        }
        bytes.putChar(value);
        return value;
    }

    public byte of(byte value) {
        if (areRead) {
            return bytes.get();
        }
        bytes.put(value);
        return value;
    }

    public boolean of(boolean value) {
        return of((byte) (value ? 1 : 0)) != 0;
    }

    public float of(float value) {
        return Float.intBitsToFloat(of(Float.floatToRawIntBits(value)));
    }

    public double of(double value) {
        return Double.longBitsToDouble(of(Double.doubleToRawLongBits(value)));
    }

    /**
     * One of a few, by where it stands among them: which must never change.
     *
     * @param value null only where there is none before it is read
     */
    public <E extends Enum<E>> E of(@Nullable E value, E[] all) {
        if (areRead) {
            return all[bytes.get()];
        }
        E written = Objects.requireNonNull(value);
        byte place = 0;
        while (all[place] != written) {
            place++;
        }
        bytes.put(place);
        return written;
    }

    /** A number that may not be outside of these, as others are found by it. */
    public int of(int value, int least, int most) {
        int number = of(value);
        if (number < least || number > most) {
            throw new IllegalArgumentException(number + " is not " + least + " to " + most);
        }
        return number;
    }

    public void of(long[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(int[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(short[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(char[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(byte[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(boolean[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(float[] values, int at) {
        values[at] = of(values[at]);
    }

    public void of(double[] values, int at) {
        values[at] = of(values[at]);
    }

    /** So many neighbors. */
    public void of(long[] values, int from, int count) {
        for (int at = from; at < from + count; at++) {
            of(values, at);
        }
    }

    public void of(int[] values, int from, int count) {
        for (int at = from; at < from + count; at++) {
            of(values, at);
        }
    }

    public void of(short[] values, int from, int count) {
        for (int at = from; at < from + count; at++) {
            of(values, at);
        }
    }

    public void of(char[] values, int from, int count) {
        for (int at = from; at < from + count; at++) {
            of(values, at);
        }
    }

    public void of(byte[] values, int from, int count) {
        if (areRead) {
            bytes.get(values, from, count);
        } else {
            bytes.put(values, from, count);
        }
    }
}
