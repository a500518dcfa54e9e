package vedette.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.config.SensorConfig;
import vedette.detect.memory.MemoryCounters;
import vedette.os.DirectoryLock;
import vedette.os.PrivateFiles;

/** Where a sensor keeps what outlives it, for itself alone while it runs. */
final class StateDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(StateDirectory.class);

    /** What a service manager that has made one calls it by; of several, the first. */
    private static final String OF_SERVICE = "STATE_DIRECTORY";

    private static final String MEMORY = "detectors.memory";
    private static final String UNUSED = "detectors.memory.unused";

    private final Path path;
    private DirectoryLock lock;

    private StateDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /** That of the configuration, else the service's; none if there is neither. */
    static Optional<Path> named(SensorConfig config, Map<String, String> environment) {
        String service = environment.getOrDefault(OF_SERVICE, "").split(":", 2)[0];
        String path = config.stateDir().isEmpty() ? service : config.stateDir();
        return path.isEmpty() ? Optional.empty() : Optional.of(Path.of(path));
    }

    /** Refuses one that is something else. */
    static void check(SensorConfig config) throws CommandException {
        Path path = Path.of(config.stateDir());
        if (!config.stateDir().isEmpty() && Files.exists(path) && !Files.isDirectory(path)) {
            throw CommandException.usage("sensor.state-dir: " + path + " is no directory");
        }
    }

    /** None if none is named, or it cannot be used, which counts as a failure: a sensor captures without. */
    static @Nullable StateDirectory open(
            SensorConfig config, Map<String, String> environment, MemoryCounters counters) {
        Path path = named(config, environment).orElse(null);
        if (path == null) {
            return null;
        }
        try {
            if (!Files.isDirectory(path)) {
                PrivateFiles.makeDirectory(path);
            }
            DirectoryLock lock = DirectoryLock.take(path).orElse(null);
            if (lock != null) {
                return new StateDirectory(path, lock);
            }
            LOG.warn("{} is another sensor's; what detectors know is lost with this run", path);
        } catch (IOException e) {
            LOG.warn("cannot use {}: {}; what detectors know is lost with this run", path, OutputDirectory.reason(e));
        }
        counters.failures.increment();
        return null;
    }

    /** The file of what detectors know. */
    Path memory() {
        return memoryIn(path);
    }

    static Path memoryIn(Path directory) {
        return directory.resolve(MEMORY);
    }

    /** Where such a file goes that cannot be used, in place of an earlier one. */
    Path unusedMemory() {
        return path.resolve(UNUSED);
    }

    /** Has what detectors know under the other name too, before a file with less takes its place. Returns whether there was any. */
    private boolean keepMemory() throws IOException {
        if (!Files.exists(memory())) {
            return false;
        }
        Files.deleteIfExists(unusedMemory());
        try {
            Files.createLink(unusedMemory(), memory());
        } catch (UnsupportedOperationException | FileSystemException unlinked) {
            Files.copy(memory(), unusedMemory(), StandardCopyOption.COPY_ATTRIBUTES);
        }
        return true;
    }

    /** Does so, and says how that went. */
    String keptMemory() {
        try {
            return keepMemory() ? "all of it is kept as " + unusedMemory() : "nothing of it was saved";
        } catch (IOException e) {
            return "it cannot be kept as " + unusedMemory() + ": " + OutputDirectory.reason(e);
        }
    }

    /** Makes the directory again if somebody has removed it. */
    synchronized void makeAgain() throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        PrivateFiles.makeDirectory(path);
        lock.close();
        lock = DirectoryLock.take(path).orElseThrow(() -> new IOException("it is another sensor's by now"));
        LOG.warn("{} was gone with all that was in it; it is made again", path);
    }

    @Override
    public synchronized void close() throws IOException {
        lock.close();
    }
}
