package vedette.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Knows whether a stream of this process goes into systemd's journal, which says so in the environment (systemd.exec(5)). */
final class JournalStream {
    static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");

    private JournalStream() {}

    static boolean is(Path stream, Map<String, String> environment) {
        String journal = environment.get("JOURNAL_STREAM");
        if (journal == null) {
            return false;
        }
        try {
            Map<String, Object> file = Files.readAttributes(stream, "unix:dev,ino");
            return journal.equals(file.get("dev") + ":" + file.get("ino"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return false;
        }
    }
}
