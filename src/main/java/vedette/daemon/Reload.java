package vedette.daemon;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.config.Config;
import vedette.config.ConfigException;

/**
 * Takes the configuration that the file has by now in place of the one in force, while the sensor runs: whole, or, if anything in it
 * is wrong or cannot change without a restart, not at all. It is read and checked, and what it needs is opened, by whoever
 * asks; it takes effect on the metering thread between two turns.
 */
final class Reload {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Where the configuration is read from. */
    interface Source {
        Config read() throws ConfigException;
    }

    /** The parts of the sensor that can change. Called on the metering thread, but for {@link #check}. */
    interface Parts {
        /**
         * Whether they can be made what a configuration says; asked on the asking thread.
         *
         * @throws IllegalArgumentException if not; says what is in the way
         */
        void check(Config next);

        void become(Config next, List<Outlet> outlets) throws IOException;
    }

    private record Prepared(Config config, List<Outlet> outlets) {}

    private record Fixed(String name, Function<Config, Object> value) {}

    /** What is decided at the start: memory is laid out for it, or collectors know the sensor by it. */
    private static final List<Fixed> FIXED = List.of(
            new Fixed("[sensor]", Config::sensor),
            new Fixed("[capture] but for filter", config -> config.capture().withFilter("")),
            new Fixed("flow.max-flows", config -> config.flow().maxFlows()),
            new Fixed("flow.max-half-open", config -> config.flow().maxHalfOpen()),
            new Fixed("flow.vlan-key", config -> config.flow().vlanKey()),
            new Fixed("[flow.content]", config -> config.flow().content()),
            new Fixed("detect.local-nets", config -> config.detect().localNets()),
            new Fixed("[export]", Config::export),
            new Fixed("[ipfix]", Config::ipfix),
            new Fixed("[metrics]", Config::metrics));

    private final Source source;
    private final Exporters exporters;
    private final Parts parts;
    private final ServiceWatch service;
    private Config inForce;
    private volatile @Nullable Prepared prepared;
    private volatile boolean ended;

    Reload(Config inForce, Source source, Exporters exporters, Parts parts, ServiceWatch service) {
        this.inForce = inForce;
        this.source = source;
        this.exporters = exporters;
        this.parts = parts;
        this.service = service;
    }

    /** Reads the configuration and waits until it is in force, or says why it is not. Any thread, one after the other. */
    synchronized void ask() {
        service.reloading();
        try {
            Config next = source.read();
            check(next);
            prepared = new Prepared(next, exporters.prepare(next.collector()));
            awaitEffect();
            inForce = next;
            LOG.info("the configuration was read anew and is in force");
            service.reloaded("the configuration was read anew and is in force");
        } catch (ConfigException bad) {
            refuse(bad.problems());
        } catch (CommandException | IOException | IllegalArgumentException bad) {
            refuse(List.of(String.valueOf(bad.getMessage())));
        }
    }

    private void check(Config next) {
        for (Fixed each : FIXED) {
            if (!Objects.equals(each.value.apply(inForce), each.value.apply(next))) {
                throw new IllegalArgumentException(each.name + " changes with a restart only");
            }
        }
        if (next.collector().isEmpty()) {
            throw new IllegalArgumentException("no collector is left to export to");
        }
        parts.check(next);
    }

    private void awaitEffect() throws IOException {
        while (prepared != null) {
            if (ended) {
                throw new IOException("the sensor is about to end");
            }
            LockSupport.parkNanos(LOOK_NS);
        }
    }

    private void refuse(List<String> problems) {
        problems.forEach(problem -> LOG.error("{}", problem));
        LOG.error("the configuration is refused; the old one stays in force");
        service.reloaded("the last configuration was refused, see the log; the old one stays in force");
    }

    /** Nothing takes effect any more; by the metering thread. */
    void end() {
        ended = true;
    }

    /** Called every turn, by the metering thread. */
    void tick() throws IOException {
        Prepared next = prepared;
        if (next != null) {
            parts.become(next.config, next.outlets);
            prepared = null;
        }
    }
}
