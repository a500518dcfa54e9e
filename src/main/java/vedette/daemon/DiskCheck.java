package vedette.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import vedette.config.SensorConfig;
import vedette.report.Quantity;

/** Whether directories can be written to, and have room. */
final class DiskCheck {
    /** What detectors know takes so much on a quiet network. */
    private static final long LEAST_MEMORY = 16L << 20;

    private DiskCheck() {}

    /** Of the directory that outlives a run, if one is named. */
    static List<Finding> ofState(SensorConfig config, Map<String, String> environment) {
        Path path = StateDirectory.named(config, environment).orElse(null);
        if (path == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(List.of(directory(path)));
        findings.addAll(privacy(path));
        findings.add(room(path, existing(path).toFile().getUsableSpace()));
        return findings;
    }

    static Finding directory(Path path) {
        Path existing = existing(path);
        if (!Files.isDirectory(existing)) {
            return Finding.bad(
                    path + " cannot be used: " + existing + " is no directory", "remove it, or name another");
        }
        return Files.isWritable(existing)
                ? Finding.well(path + " can be written to")
                : Finding.bad(
                        path + " cannot be written to by " + System.getProperty("user.name"),
                        "run as the sensor's user, or change the mode of " + existing);
    }

    /** Whether others may change what is believed at the next start; nothing if the directory is not there. */
    static List<Finding> privacy(Path state) {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(state);
            boolean isOpen =
                    mode.contains(PosixFilePermission.GROUP_WRITE) || mode.contains(PosixFilePermission.OTHERS_WRITE);
            return !isOpen
                    ? List.of(Finding.well("nobody else may write to " + state))
                    : List.of(Finding.bad(
                            "others may write to " + state + ", and so change what detectors know",
                            "chmod go-w " + state));
        } catch (IOException absent) {
            return List.of();
        }
    }

    /** The directory itself, or the nearest above it that exists: there it will be made. */
    static Path existing(Path path) {
        Path existing = path.toAbsolutePath();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** The file of before stays until the next is whole. */
    static Finding room(Path state, long free) {
        long needed =
                Math.max(LEAST_MEMORY, StateDirectory.memoryIn(state).toFile().length());
        String what = Quantity.bytes(free) + " free where it is saved what detectors know";
        return free >= needed
                ? Finding.well(what)
                : Finding.bad(
                        what + ": it needs " + Quantity.bytes(needed), "make room, or name another sensor.state-dir");
    }
}
