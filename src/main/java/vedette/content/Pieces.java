package vedette.content;

/** Which octets of a beginning are there, when they come in any order. It knows {@link #MOST} pieces that do not touch. */
public final class Pieces {
    private static final int MOST = 8;

    private final int[] from = new int[MOST];
    private final int[] to = new int[MOST];
    private int count;

    public void clear() {
        count = 0;
    }

    /** Joins a piece with those that it touches; of one more than it knows it takes no note. Returns whether it did. */
    public boolean add(int first, int end) {
        int begin = first;
        int after = end;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (from[i] <= after && begin <= to[i]) {
                begin = Math.min(begin, from[i]);
                after = Math.max(after, to[i]);
            } else {
                from[kept] = from[i];
                to[kept++] = to[i];
            }
        }
        count = kept;
        if (count == MOST) {
            return false;
        }
        from[count] = begin;
        to[count++] = after;
        return true;
    }

    /** Octets that are there from the beginning on. */
    public int length() {
        for (int i = 0; i < count; i++) {
            if (from[i] == 0) {
                return to[i];
            }
        }
        return 0;
    }
}
