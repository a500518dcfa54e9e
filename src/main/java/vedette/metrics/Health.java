package vedette.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Whether the sensor lives, and whether it captures. */
final class Health {
    /** A turn takes milliseconds; nothing but a fault, or a machine far too slow, keeps the metering thread this long. */
    static final long HANGS_NS = TimeUnit.SECONDS.toNanos(10);

    private final Stages stages;
    private final LongSupplier clockNs;

    /** @param clockNs as the metering thread's states are dated by */
    Health(Stages stages, LongSupplier clockNs) {
        this.stages = stages;
        this.clockNs = clockNs;
    }

    /** Since when the metering thread has not come by. */
    long ageNs() {
        return Math.max(0, clockNs.getAsLong() - stages.metering().get().atNs());
    }

    /** Why the sensor is as good as dead; empty while it lives. While it ends, its thread has other things to do. */
    List<String> faults() {
        long ageNs = ageNs();
        return ageNs < HANGS_NS || stages.isStopping().getAsBoolean()
                ? List.of()
                : List.of("the metering thread has not come by for " + TimeUnit.NANOSECONDS.toSeconds(ageNs) + " s");
    }

    /** Why the sensor does not capture all it should; empty if it does. */
    List<String> obstacles() {
        List<String> obstacles = new ArrayList<>(faults());
        if (stages.isStopping().getAsBoolean()) {
            obstacles.add("the sensor is stopping");
        }
        stages.captured().interfaces().forEach((name, counters) -> {
            if (counters.isAbsent()) {
                obstacles.add(name + " is gone");
            }
        });
        return obstacles;
    }
}
