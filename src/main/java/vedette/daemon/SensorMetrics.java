package vedette.daemon;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.LiveSource;
import vedette.config.Config;
import vedette.detect.AlertCounters;
import vedette.detect.memory.MemoryCounters;
import vedette.metrics.MetricsListener;
import vedette.metrics.Stages;

/** Lets others see how a live sensor fares, if the configuration says where. */
final class SensorMetrics implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SensorMetrics.class);

    private final Config config;
    private final Shutdown shutdown;
    private final @Nullable MetricsListener listener;
    private volatile boolean ending;

    private SensorMetrics(Config config, Shutdown shutdown, @Nullable MetricsListener listener) {
        this.config = config;
        this.shutdown = shutdown;
        this.listener = listener;
    }

    /** Sees to it that the files that are named can be used. */
    static void checkFiles(Config config) throws CommandException {
        try {
            MetricsListener.checkFiles(config.metrics());
        } catch (IOException bad) {
            throw CommandException.usage(String.valueOf(bad.getMessage()));
        }
    }

    /** Takes the address, before anything else is begun that would have to be undone. */
    static SensorMetrics open(Config config, Shutdown shutdown) throws IOException, CommandException {
        checkFiles(config);
        MetricsListener listener = config.metrics().isOn() ? MetricsListener.open(config.metrics()) : null;
        return new SensorMetrics(config, shutdown, listener);
    }

    void serve(
            LiveSource source,
            LiveWork work,
            AlertCounters alerts,
            MemoryCounters memory,
            Exporters exporters,
            MeteringWatch watch) {
        if (listener == null) {
            return;
        }
        listener.serve(new Stages(
                VersionCommand.version(),
                TimeUnit.NANOSECONDS.toMillis(TimeOfDay.ns()),
                config.flow().maxFlows(),
                source.counters(),
                work.decoded(),
                work::flows,
                alerts,
                memory,
                exporters::agents,
                exporters::spools,
                watch,
                () -> ending || shutdown.isAsked()));
        LOG.info("metrics at {}", listener.url());
    }

    /** Nothing is captured any more; what there is to tell is still told. */
    void ending() {
        ending = true;
    }

    @Override
    public void close() {
        if (listener != null) {
            listener.close();
        }
    }
}
