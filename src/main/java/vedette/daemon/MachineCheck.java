package vedette.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import vedette.config.Config;
import vedette.os.SystemClock;
import vedette.report.Quantity;

/** Whether the machine has the memory that the configuration asks for, and a clock that is in step. */
final class MachineCheck {
    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final String AVAILABLE = "MemAvailable:";

    /** A ring's pages are the kernel's and cannot be given back: no more than this part of what is free. */
    private static final int RING_SHARE = 4;

    private MachineCheck() {}

    static List<Finding> of(Config config) {
        List<Finding> findings = new ArrayList<>();
        findings.add(rings(config, available()));
        findings.add(heap(config, Heap.most()));
        findings.add(
                SystemClock.isSynchronized()
                        ? Finding.well("the clock is synchronised")
                        : Finding.bad(
                                "the clock is not synchronised: times of flows differ from those of others",
                                "install chrony, or timedatectl set-ntp true"));
        return findings;
    }

    static Finding rings(Config config, OptionalLong available) {
        long rings = config.capture().ringSize()
                * Math.max(1, config.capture().interfaces().size());
        String size = "rings of " + Quantity.bytes(rings) + " in all";
        if (available.isEmpty() || rings <= available.getAsLong() / RING_SHARE) {
            return Finding.well(size);
        }
        return Finding.bad(
                size + " are more than a quarter of the " + Quantity.bytes(available.getAsLong()) + " that are free",
                "lower capture.ring-size");
    }

    /** @param heap the largest it may become, of a JVM with the options of a sensor's */
    static Finding heap(Config config, long heap) {
        MemoryNeeds needs = MemoryNeeds.of(config);
        String size = "a heap of " + Quantity.bytes(heap) + " for "
                + Quantity.count(config.flow().maxFlows(), "flow") + ", detectors and queues";
        long needed = needs.inAll();
        return needed <= heap
                ? Finding.well(size)
                : Finding.bad(
                        size + " is too small: they need " + Quantity.bytes(needed) + ", of which " + needs.mostInAll(),
                        "VEDETTE_OPTS=-Xmx" + MemoryNeeds.mebibytes(needed) + "m, or lower what takes most");
    }

    private static OptionalLong available() {
        try {
            return Files.readAllLines(MEMORY).stream()
                    .filter(line -> line.startsWith(AVAILABLE))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
                    .findFirst();
        } catch (IOException unknown) {
            return OptionalLong.empty();
        }
    }
}
