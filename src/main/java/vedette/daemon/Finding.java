package vedette.daemon;

import java.io.PrintStream;

/**
 * Something that was looked at.
 *
 * @param isWell whether it is as it should be
 * @param what it is, in a line
 * @param mend the command or setting that mends it; empty if it is well
 */
record Finding(boolean isWell, String what, String mend) {
    static Finding well(String what) {
        return new Finding(true, what, "");
    }

    static Finding bad(String what, String mend) {
        return new Finding(false, what, mend);
    }

    void print(PrintStream out) {
        out.println((isWell ? "ok       " : "problem  ") + what);
        if (!mend.isEmpty()) {
            out.println("         mend: " + mend);
        }
    }
}
