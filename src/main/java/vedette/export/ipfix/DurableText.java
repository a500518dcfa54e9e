package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import vedette.os.DurableFile;

/** A short text in a {@link DurableFile}. */
final class DurableText {
    private DurableText() {}

    static void write(Path file, String text) throws IOException {
        try (DurableFile fresh = new DurableFile(file)) {
            fresh.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            fresh.keep();
        }
    }
}
