package vedette.export.zeek;

import java.io.IOException;
import java.io.OutputStream;

/** Makes the files of the logs, each when its first record comes: a log without records has none. */
@FunctionalInterface
public interface LogFiles {
    /** Opens {@code conn.log} or another; the exception's message says what could not be written, and why. */
    OutputStream open(String name) throws IOException;
}
