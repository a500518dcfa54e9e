package vedette.daemon;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import vedette.config.Config;
import vedette.content.ContentConfig;
import vedette.content.Findings;
import vedette.detect.Detectors;
import vedette.detect.TableSize;
import vedette.export.CollectorConfig;
import vedette.export.ExportingAgent;
import vedette.flow.FlowLedger;
import vedette.flow.HappeningLane;
import vedette.report.Quantity;

/** What a configuration needs of the heap: some of it as soon as it takes effect, the rest as flows and sources come. */
final class MemoryNeeds {
    /** What a sensor needs besides records, tables and queues: its code's own objects, buffers, room to collect garbage in. */
    static final long BESIDES = 64L << 20;

    /** What takes less than this part of all is not named as what takes most. */
    private static final int NAMED_FROM_PART = 12;

    private final List<TableSize> needs;

    private MemoryNeeds(List<TableSize> needs) {
        this.needs = needs;
    }

    /** Of a sensor that starts. */
    static MemoryNeeds of(Config config) {
        List<TableSize> all = new ArrayList<>(Detectors.tables(config.detect()));
        all.add(new TableSize(
                "flow.max-flows = " + config.flow().maxFlows(), 0, config.flow().octetsInAll()));
        ContentConfig content = config.flow().content();
        all.add(new TableSize(
                "flow.content.max-assemblies = " + content.maxAssemblies(), 0, content.octetsOfAssemblies()));
        all.add(new TableSize("flow.content.findings-size = " + content.findingsSize(), 0, content.octetsOfFindings()));
        all.add(new TableSize("names of addresses", FlowLedger.NAMES_AT_ONCE, FlowLedger.NAMES_IN_ALL));
        config.collector().forEach(collector -> all.add(queue(collector, content)));
        if (config.sensor().workers() > 1) {
            all.add(TableSize.fixed(
                    "sensor.workers = " + config.sensor().workers(),
                    config.sensor().workers() * HappeningLane.OCTETS));
        }
        return new MemoryNeeds(all);
    }

    /** Of what is made anew when one configuration takes the place of another; what it replaces is there until then. */
    static MemoryNeeds ofChange(Config before, Config next) {
        List<TableSize> all = new ArrayList<>(Detectors.tablesAnew(before.detect(), next.detect()));
        next.collector().stream()
                .filter(collector -> !before.collector().contains(collector))
                .forEach(collector -> all.add(queue(collector, next.flow().content())));
        return new MemoryNeeds(all);
    }

    /** With what was found out of the content of the records that wait in it, which comes with them. */
    private static TableSize queue(CollectorConfig collector, ContentConfig content) {
        long octets = ExportingAgent.queueOctets(collector.queueRecords());
        long findings = content.enabled() ? (long) collector.queueRecords() * Findings.MOST_OCTETS : 0;
        return new TableSize(
                "queue-records = " + collector.queueRecords() + " of a collector", octets, octets + findings);
    }

    long atOnce() {
        return needs.stream().mapToLong(TableSize::octetsAtOnce).sum();
    }

    /** With everything full. */
    long inAll() {
        return BESIDES + needs.stream().mapToLong(TableSize::octetsInAll).sum();
    }

    /** What takes most of all there is to take. */
    String mostInAll() {
        return most(TableSize::octetsInAll);
    }

    /**
     * Sees to it that there is room for what is made at once.
     *
     * @param heap the largest it may become
     * @param inUse what of it is used by the rest
     * @throws IllegalArgumentException if there is not
     */
    void check(long heap, long inUse) {
        long needed = atOnce();
        long free = Math.max(0, heap - inUse);
        if (needed > free) {
            throw new IllegalArgumentException(
                    "the tables and queues need " + Quantity.bytes(needed) + " of the heap at once, and "
                            + Quantity.bytes(free) + " of " + Quantity.bytes(heap) + " are free; " + mostAtOnce()
                            + ": lower that, or set VEDETTE_OPTS=-Xmx" + mebibytes(inUse + needed) + "m");
        }
    }

    private String mostAtOnce() {
        return most(TableSize::octetsAtOnce);
    }

    private String most(ToLongFunction<TableSize> octets) {
        long least = needs.stream().mapToLong(octets).sum() / NAMED_FROM_PART;
        return needs.stream()
                .filter(each -> octets.applyAsLong(each) >= least)
                .sorted(Comparator.comparingLong(octets).reversed())
                .map(each -> told(each.name(), octets.applyAsLong(each)))
                .collect(Collectors.joining(", "));
    }

    private static String told(String name, long octets) {
        return name + " takes " + Quantity.bytes(octets);
    }

    /** Rounded up. */
    static long mebibytes(long octets) {
        return (octets + (1 << 20) - 1) >> 20;
    }
}
