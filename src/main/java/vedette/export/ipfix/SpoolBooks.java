package vedette.export.ipfix;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;

/** What becomes of the records in a spool, in its collector's books. Owned by the exporting thread. */
final class SpoolBooks {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolBooks.class);

    private final String collector;
    private final ExportCounters counters;

    /** @param collector what the log calls it */
    SpoolBooks(String collector, ExportCounters counters) {
        this.collector = collector;
        this.counters = counters;
    }

    ExportAccount account(Contents contents) {
        return contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
    }

    /** An earlier run has left a file. */
    void recovered(SpoolFile file) {
        if (file.damagedOctets() > 0) {
            tellDamaged(file);
            recoveredDamaged(counters, file.damagedFlows());
            recoveredDamaged(counters.alerts(), file.damagedAlerts());
        }
        recovered(counters, file.flowsLeft());
        recovered(counters.alerts(), file.alertsLeft());
    }

    private static void tellDamaged(SpoolFile file) {
        LOG.warn(
                "{}: {} octets are damaged or not whole, and are lost with {} records and {} alerts{}",
                file.path(),
                file.damagedOctets(),
                file.damagedFlows(),
                file.damagedAlerts(),
                file.hasMoreDamaged() ? ", and more whose number is not known" : "");
    }

    /** They waited, and go nowhere; what packets and octets they told is not known. */
    private static void recoveredDamaged(ExportAccount account, long records) {
        account.recovered().add(records, 0, 0);
        account.dropped(DropReason.SPOOL_DAMAGED).add(records, 0, 0);
    }

    private static void recovered(ExportAccount account, Contents left) {
        account.recovered().add(left.records(), left.packets(), left.octets());
        account.spooled().add(left.records(), left.packets(), left.octets());
    }

    void tellRecovered() {
        if (counters.recovered().records() + counters.alerts().recovered().records() > 0) {
            LOG.info(
                    "collector {}: {} records and {} alerts wait from before",
                    collector,
                    counters.recovered().records(),
                    counters.alerts().recovered().records());
        }
    }

    void tellRefused() {
        LOG.warn(
                "collector {}: {} records and {} alerts that wait from before are dropped: collector.anonymize, only or send"
                        + " would not let them pass now",
                collector,
                counters.spooled().records(),
                counters.alerts().spooled().records());
    }

    /** A message was kept. */
    void spooled(Contents contents) {
        account(contents).spooled().add(contents.records(), contents.packets(), contents.octets());
    }

    /** A message that was kept is on its way. */
    void taken(Contents contents) {
        account(contents).spooled().add(-contents.records(), -contents.packets(), -contents.octets());
    }

    /** A message was not kept. */
    void dropped(Contents contents, DropReason reason) {
        contents.countIn(account(contents).dropped(reason));
    }

    /** What is left in a file goes nowhere. */
    void dropLeft(SpoolFile file, DropReason reason) {
        drop(reason, counters, counters.spooled(), file.flowsLeft());
        drop(reason, counters, counters.sent(), file.sentFlowsLeft());
        drop(reason, counters.alerts(), counters.alerts().spooled(), file.alertsLeft());
        drop(reason, counters.alerts(), counters.alerts().sent(), file.sentAlertsLeft());
        file.forgetLeft();
    }

    private static void drop(DropReason reason, ExportAccount account, ExportTotal before, Contents left) {
        before.add(-left.records(), -left.packets(), -left.octets());
        left.countIn(account.dropped(reason));
    }

    /** What counts as sent and waits in a file again was not sent. */
    void recall(SpoolFile file) {
        recall(counters, file.sentFlowsLeft());
        recall(counters.alerts(), file.sentAlertsLeft());
        file.recall();
    }

    private static void recall(ExportAccount account, Contents left) {
        account.sent().add(-left.records(), -left.packets(), -left.octets());
        account.spooled().add(left.records(), left.packets(), left.octets());
    }
}
