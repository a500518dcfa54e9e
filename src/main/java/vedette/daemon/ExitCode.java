package vedette.daemon;

/** What a command tells its caller. */
final class ExitCode {
    static final int DONE = 0;
    /** It could not be done. */
    static final int FAILED = 1;
    /** The command line or the configuration cannot be used. */
    static final int USAGE = 2;

    private ExitCode() {}
}
