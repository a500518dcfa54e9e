package vedette.capture;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The captures that a command is given, by whatever names, so that none of them is written over. Opens none of them to be read. */
public final class GivenCaptures {
    private final List<String> arguments;
    private @Nullable Set<Object> identities;

    /** @param arguments as for {@link CaptureFiles#open} */
    public GivenCaptures(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Whether the file is one of them: named itself, or found in a directory or a list that is. What lies beside captures and is none
     * does not count.
     *
     * @throws CaptureException if an argument names nothing that can be read
     */
    public boolean include(Path file) throws CaptureException {
        return Files.isRegularFile(file) && identities().contains(CaptureInputs.identity(file)) && isCapture(file);
    }

    private Set<Object> identities() throws CaptureException {
        if (identities == null) {
            CaptureInputs inputs =
                    new CaptureInputs(InputStream.nullInputStream(), new AtomicLong(), new CaptureWarnings());
            inputs.find(arguments);
            identities = inputs.identities();
        }
        return identities;
    }

    /** One that cannot be read may be one. */
    private static boolean isCapture(Path file) {
        try {
            CaptureFiles.open(List.of(file.toAbsolutePath().toString())).close();
            return true;
        } catch (NotACaptureException e) {
            return false;
        } catch (CaptureException e) {
            return true;
        }
    }
}
