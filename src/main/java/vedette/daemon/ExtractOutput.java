package vedette.daemon;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import vedette.capture.GivenCaptures;

/** Where an extract goes: a {@linkplain WholeFile file}, or standard output. */
final class ExtractOutput implements AutoCloseable {
    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final String name;
    private final boolean force;
    private @Nullable WholeFile file;

    /** @throws CommandException if a file of that name exists and is not to be overwritten, or is one of the captures */
    ExtractOutput(Console console, String name, boolean force, GivenCaptures captures)
            throws CommandException, IOException {
        this.console = console;
        this.name = name;
        this.force = force;
        if (!isStandardOutput()) {
            WholeFile.check(name, force, captures);
        }
    }

    boolean isStandardOutput() {
        return name.equals(STANDARD_OUTPUT);
    }

    String name() {
        return name;
    }

    /** Begins to write. */
    OutputStream open() throws IOException {
        if (isStandardOutput()) {
            return new Unclosed(console.out());
        }
        file = new WholeFile(name, force);
        return file;
    }

    /** All is written, and stands there from now on. */
    void keep() throws IOException {
        if (file == null) {
            console.out().flush();
        } else {
            file.keep();
        }
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    /** Standard output is the process's to close. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
