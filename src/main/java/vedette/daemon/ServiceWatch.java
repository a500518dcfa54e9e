package vedette.daemon;

import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.os.ServiceManager;
import vedette.os.SystemCallException;

/**
 * Tells the service manager how the sensor is: that it captures, that its loop turns, what it sees, that it ends. A manager that
 * does not hear is told of in the log once. Without one nothing happens.
 */
final class ServiceWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceWatch.class);

    private static final long STATUS_INTERVAL_NS = 10_000_000_000L;

    /** Within its patience a manager hears twice that the loop turns, and once more. */
    private static final int SIGNS_OF_LIFE = 3;

    private final @Nullable ServiceManager manager;
    private final long signInterval;
    private final Supplier<String> status;
    private long signedNs;
    private long toldNs;
    private volatile boolean unheard;

    /** @param status a line on what the sensor does, asked for on the metering thread */
    ServiceWatch(Map<String, String> environment, Supplier<String> status) {
        this.status = status;
        manager = manager(environment);
        signInterval = manager == null
                ? Long.MAX_VALUE
                : manager.patience().map(each -> each.toNanos() / SIGNS_OF_LIFE).orElse(Long.MAX_VALUE);
    }

    private static @Nullable ServiceManager manager(Map<String, String> environment) {
        try {
            return ServiceManager.of(environment).orElse(null);
        } catch (SystemCallException | LinkageError e) {
            LOG.warn("cannot speak to the service manager: {}", e.getMessage());
            return null;
        }
    }

    /** The sensor captures. */
    void ready(long nowNs) {
        signedNs = nowNs;
        toldNs = nowNs;
        tell(ServiceManager.READY + '\n' + ServiceManager.STATUS + status.get());
    }

    /**
     * Called every turn, by the metering thread alone: so a loop that is stuck is silent.
     *
     * @param nowNs by the sensor's clock
     */
    void tick(long nowNs) {
        if (nowNs - signedNs >= signInterval) {
            signedNs = nowNs;
            tell(ServiceManager.WATCHDOG);
        }
        if (manager != null && nowNs - toldNs >= STATUS_INTERVAL_NS) {
            toldNs = nowNs;
            tell(ServiceManager.STATUS + status.get());
        }
    }

    /** The sensor reads its configuration anew. Any thread. */
    void reloading() {
        tell(ServiceManager.RELOADING);
    }

    /** It has, with this result. Any thread. */
    void reloaded(String result) {
        tell(ServiceManager.READY + '\n' + ServiceManager.STATUS + result);
    }

    /** The sensor was asked to end, and exports what it holds. Any thread. */
    void stopping() {
        tell(ServiceManager.STOPPING + '\n' + ServiceManager.STATUS + "exporting open flows");
    }

    private void tell(String state) {
        if (manager == null) {
            return;
        }
        try {
            manager.tell(state);
        } catch (SystemCallException e) {
            if (!unheard) {
                unheard = true;
                LOG.warn("the service manager does not hear: {}", e.getMessage());
            }
        }
    }
}
