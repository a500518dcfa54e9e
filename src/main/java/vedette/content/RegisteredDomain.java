package vedette.content;

/**
 * Which part of a name somebody has registered and may hang names below: its last two labels, or three where the second last is one under
 * which a country registers names, as in {@code example.co.uk}. A name that ends in no top-level domain is below none. Addresses
 * looked up backwards are all below {@code arpa}.
 */
final class RegisteredDomain {
    /** Second-level domains below which several countries register names, each as one word. */
    private static final long[] CATEGORIES = {
        word("ac"), word("co"), word("com"), word("edu"), word("go"), word("gob"), word("gouv"), word("gov"),
                word("gv"), word("ltd"),
        word("me"), word("mil"), word("ne"), word("net"), word("nhs"), word("nom"), word("or"), word("org"),
                word("plc"), word("sch"),
    };

    private static final int LONGEST_CATEGORY = 4;
    private static final long ARPA = word("arpa");

    private RegisteredDomain() {}

    /**
     * The first label of the domain.
     *
     * @param name labels one after another, in lower case
     * @param ends where each of them ends
     * @return their number if the name is below none
     */
    static int firstLabel(byte[] name, int[] ends, int labels) {
        if (labels < 2 || !isTopLevel(name, start(ends, labels - 1), ends[labels - 1])) {
            return labels;
        }
        if (word(name, start(ends, labels - 1), ends[labels - 1]) == ARPA) {
            return labels - 1;
        }
        boolean isCountry = ends[labels - 1] - start(ends, labels - 1) == 2;
        boolean isBelowCategory =
                isCountry && labels > 2 && isCategory(name, start(ends, labels - 2), ends[labels - 2]);
        return Math.max(0, labels - (isBelowCategory ? 3 : 2));
    }

    private static int start(int[] ends, int label) {
        return label == 0 ? 0 : ends[label - 1];
    }

    /** Letters alone, or a name in other letters (RFC 5890). */
    private static boolean isTopLevel(byte[] name, int from, int to) {
        if (to - from > 4 && name[from] == 'x' && name[from + 1] == 'n' && name[from + 2] == '-') {
            return name[from + 3] == '-';
        }
        for (int i = from; i < to; i++) {
            if (name[i] < 'a' || name[i] > 'z') {
                return false;
            }
        }
        return to - from >= 2;
    }

    private static boolean isCategory(byte[] name, int from, int to) {
        if (to - from > LONGEST_CATEGORY) {
            return false;
        }
        long wanted = word(name, from, to);
        for (long category : CATEGORIES) {
            if (category == wanted) {
                return true;
            }
        }
        return false;
    }

    private static long word(byte[] name, int from, int to) {
        long word = 0;
        for (int i = from; i < to; i++) {
            word = word << 8 | name[i] & 0xFF;
        }
        return word;
    }

    private static long word(String label) {
        long word = 0;
        for (int i = 0; i < label.length(); i++) {
            word = word << 8 | label.charAt(i);
        }
        return word;
    }
}
