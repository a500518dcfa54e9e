package vedette.export.file;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where an exporter writes whole pieces: lines, messages. Of the exporting thread. */
public interface PieceOutput extends Closeable {
    /**
     * Writes a piece.
     *
     * @return whether it was written; if not, nothing of it was
     * @throws IOException if nothing more can be written
     */
    boolean write(byte[] bytes, int offset, int length) throws IOException;

    /** Whether the exporter is to finish what it has begun and call {@link #next()}. */
    default boolean isDue() {
        return false;
    }

    /** Ends the file and begins the next; returns whether what follows is the beginning of a file. */
    default boolean next() {
        return false;
    }

    /** A single file or another stream, which needs no buffer of its own. */
    static PieceOutput to(OutputStream out) {
        return new PieceOutput() {
            @Override
            public boolean write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                return true;
            }

            @Override
            public void close() throws IOException {
                out.close();
            }
        };
    }
}
