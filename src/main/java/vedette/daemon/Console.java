package vedette.daemon;

import java.io.PrintStream;

/**
 * Where a command talks to its user: results on {@code out}, everything else on {@code err}.
 *
 * @param isTerminal whether {@code err} is a terminal, so that progress may be drawn there
 */
record Console(PrintStream out, PrintStream err, boolean isTerminal) {
    /** The launcher knows whether standard error is a terminal; Java alone would need native code to ask. */
    static Console ofProcess() {
        return new Console(System.out, System.err, Boolean.getBoolean("vedette.terminal"));
    }

    /** One line of what could not be done or is not as it should be. */
    void complain(String line) {
        err.println("vedette: " + printable(line));
    }

    void warn(String line) {
        err.println("vedette: warning: " + printable(line));
    }

    /** Names of files are others' words: one with an escape sequence must not write on the user's terminal. */
    static String printable(String line) {
        return line.replaceAll("\\p{Cntrl}", "?");
    }
}
