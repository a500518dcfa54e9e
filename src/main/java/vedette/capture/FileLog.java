package vedette.capture;

/** Where the readers of one capture file say what is wrong with it: each fault is counted, and told once. */
final class FileLog {
    private final String file;
    private final CaptureCounters counters;
    private final CaptureWarnings warnings;
    /** The warning of the first unknown block, which counts for all. */
    private String unknownBlock = "";

    FileLog(String file, CaptureCounters counters, CaptureWarnings warnings) {
        this.file = file;
        this.counters = counters;
        this.warnings = warnings;
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

    /** A block cannot be understood, but the next can. */
    void damagedBlock(long offset) {
        counters.damagedBlocks.increment();
        warnings.add(file, offset, "a block that makes no sense was passed over");
    }

    void unknownBlock(long offset, int type) {
        counters.unknownBlocks.increment();
        if (unknownBlock.isEmpty()) {
            unknownBlock =
                    "blocks of unknown type were passed over, the first of type " + Integer.toUnsignedString(type);
        }
        warnings.add(file, offset, unknownBlock);
    }

    /** A block of a section whose version is not known. */
    void blockOfUnknownVersion(long offset) {
        counters.unknownBlocks.increment();
        warnings.add(file, offset, "a block of a section of unknown version was passed over");
    }

    /** The file says how many frames were lost when it was captured, by interface and system. */
    void lostBefore(long frames) {
        warnings.set(file, "the file says that a frame was lost when it was captured", frames);
    }
}
