package vedette.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.config.Config;
import vedette.detect.Detection;
import vedette.detect.memory.Recollection;
import vedette.report.Quantity;

/**
 * Makes detectors that know what those of an earlier run did. What that run wrote is used whole or not at all; what cannot be used is said, and
 * kept under another name. A memory that no detector of this run has a use for is left out alone.
 */
final class EarlierMemory {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierMemory.class);

    /** By then nothing is left that matters. */
    private static final Duration MOST_AGE = Duration.ofDays(30);

    /** Clocks differ by so much without having been set. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private final StateDirectory directory;
    private final Config config;
    private final long nowNs;

    /** @param nowNs the time of day */
    private EarlierMemory(StateDirectory directory, Config config, long nowNs) {
        this.directory = directory;
        this.config = config;
        this.nowNs = nowNs;
    }

    /**
     * Makes detectors by the seed of what is remembered, and has them remember it; by another seed if there is nothing to be used.
     *
     * @param directory null if nothing is kept
     * @param maker of detectors that know nothing, by the seed of hashes
     */
    static Recalled recall(@Nullable StateDirectory directory, Config config, LongFunction<Detection> maker) {
        Recalled known = directory == null ? null : new EarlierMemory(directory, config, TimeOfDay.ns()).recall(maker);
        if (known != null) {
            return known;
        }
        long seed = config.sensor().hashSeedOr(new SecureRandom().nextLong());
        return new Recalled(maker.apply(seed), seed);
    }

    private @Nullable Recalled recall(LongFunction<Detection> maker) {
        Path file = directory.memory();
        if (!Files.exists(file)) {
            return null;
        }
        try (MemoryFile.Reader reader = new MemoryFile.Reader(file)) {
            return recall(reader, maker);
        } catch (UnusableMemoryException bad) {
            LOG.warn("{} {}; {}", file, bad.getMessage(), putAside(file));
        } catch (IOException e) {
            LOG.warn("cannot read {}: {}; {}", file, OutputDirectory.reason(e), putAside(file));
        }
        return null;
    }

    /** Detectors, and the seed of their hashes. */
    record Recalled(Detection detection, long seed) {}

    private Recalled recall(MemoryFile.Reader reader, LongFunction<Detection> maker)
            throws IOException, UnusableMemoryException {
        MemoryHeader header = reader.header();
        check(header);
        Detection detection = maker.apply(header.seed());
        Recollection recollection = new Recollection(detection.memories(), header.names(), header.shapes(), nowNs);
        try {
            reader.blocks(recollection::read);
        } catch (RuntimeException foreign) {
            throw new UnusableMemoryException("was not written by a sensor");
        }
        LOG.info("detectors go on with what they knew {} ago", Quantity.seconds((nowNs - header.savedNs()) / 1e9));
        keepWhole(recollection.left());
        return new Recalled(detection, header.seed());
    }

    /** The next file is without what no detector of this run has a use for. */
    private void keepWhole(List<String> left) {
        if (left.isEmpty()) {
            return;
        }
        LOG.warn("{}: not used: {}; {}", directory.memory(), MemoryHeader.detectorsOf(left), directory.keptMemory());
    }

    private void check(MemoryHeader header) throws UnusableMemoryException {
        if (header.savedNs() - nowNs > MOST_AHEAD.toNanos()) {
            throw new UnusableMemoryException("was saved in the future, at " + Quantity.time(header.savedNs()));
        }
        if (nowNs - header.savedNs() > MOST_AGE.toNanos()) {
            throw new UnusableMemoryException("was saved long ago, at " + Quantity.time(header.savedNs()));
        }
        if (config.sensor().hashSeedOr(header.seed()) != header.seed()) {
            throw new UnusableMemoryException("was saved with another sensor.hash-seed");
        }
        if (header.site() != MemoryHeader.siteOf(config.detect())) {
            throw new UnusableMemoryException("was saved with other detect.local-nets");
        }
    }

    private String putAside(Path file) {
        Path aside = directory.unusedMemory();
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
            return "detectors begin anew, and it is kept as " + aside;
        } catch (IOException e) {
            return "detectors begin anew; it cannot be kept as " + aside + ": " + OutputDirectory.reason(e);
        }
    }
}
