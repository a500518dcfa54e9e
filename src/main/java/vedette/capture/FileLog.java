package vedette.capture;

/** Where the readers of one capture file say what is wrong with it: each fault is counted, and told once. */
final class FileLog {
    private final String file;
    private final CaptureCounters counters;
    private final CaptureWarnings warnings;

    FileLog(String file, CaptureCounters counters, CaptureWarnings warnings) {
        this.file = file;
        this.counters = counters;
        this.warnings = warnings;
    }

    String file() {
        return file;
    }

    /** The file ended inside something. */
    void cut(long offset, String inside) {
        counters.cutFiles.increment();
        warnings.add(file, offset, "the file ends inside " + inside + "; all before it was read");
    }

    /** From here on the file cannot be read. */
    void corrupt(long offset, String what) {
        counters.corruptFiles.increment();
        warnings.add(file, offset, what + "; the rest of the file cannot be read");
    }
}
