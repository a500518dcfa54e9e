package vedette.export.zeek;

/**
 * The uid of a flow: {@code C} and 17 digits to base 62, as Zeek's. The flow's id makes it, so that a record has the same in every
 * log and on every run, and two flows have different ones.
 */
final class Uid {
    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int BASE = 62;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    /** Digits of the id itself, which is below 2^53. */
    private static final int OF_ID = 9;

    /** Digits of a hash of it. */
    private static final int OF_HASH = 8;

    private Uid() {}

    static String of(long flowId) {
        char[] text = new char[1 + OF_ID + OF_HASH];
        text[0] = 'C';
        put(text, 1, OF_ID, flowId);
        long hash = (flowId + 1) * MULTIPLIER;
        put(text, 1 + OF_ID, OF_HASH, hash ^ hash >>> 32);
        return new String(text);
    }

    private static void put(char[] text, int from, int count, long number) {
        long rest = number;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = DIGITS.charAt((int) Long.remainderUnsigned(rest, BASE));
            rest = Long.divideUnsigned(rest, BASE);
        }
    }
}
