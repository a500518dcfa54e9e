package vedette.capture;

/**
 * Something in a capture file that is not as it should be, and that cost frames or may have cost some.
 *
 * @param file the file as the operator named it
 * @param offset where in the file's (unpacked) content it was first met, in bytes; -1 if that says nothing
 * @param what what was met and what became of it, without the file's name
 * @param count how often it was met in this file
 */
public record CaptureWarning(String file, long offset, String what, long count) {
    /** One line for a person. */
    @Override
    public String toString() {
        String place = offset < 0 ? file : file + " at byte " + offset;
        return place + ": " + what + (count > 1 ? " (" + count + " times)" : "");
    }
}
