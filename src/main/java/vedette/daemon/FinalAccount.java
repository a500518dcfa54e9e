package vedette.daemon;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.capture.CaptureCounters;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportingAgent;
import vedette.flow.FlowCounters;
import vedette.report.Quantity;

/** What a live sensor tells in the log as it ends: where every frame, record and alert went. */
final class FinalAccount {
    private static final Logger LOG = LoggerFactory.getLogger(FinalAccount.class);

    private FinalAccount() {}

    static void tell(CaptureCounters captured, FlowCounters flows, AlertCounters alerts, List<ExportingAgent> exports) {
        if (captured.interfaces().size() > 1) {
            captured.interfaces().forEach((name, counters) -> LOG.info("{}: {}", name, frames(counters)));
        }
        LOG.info("{}; {} flow records", frames(captured), flows.records.get());
        LOG.info(
                "{} told, {} on the allow-list, {} suppressed, {} refused, {} given up for others",
                Quantity.count(alerts.of(Fate.OPENED), "alert"),
                alerts.of(Fate.ALLOWED),
                alerts.of(Fate.SUPPRESSED),
                alerts.of(Fate.REFUSED),
                alerts.of(Fate.DISPLACED));
        tell(exports);
    }

    /** The same of what became of the records and alerts for some collectors alone. */
    static void tell(List<ExportingAgent> exports) {
        for (ExportingAgent export : exports) {
            LOG.info(
                    "{}: {}; {}",
                    export.collector(),
                    fates("records", export.counters()),
                    fates("alerts", export.counters().alerts()));
        }
    }

    private static String frames(CaptureCounters captured) {
        return "captured " + captured.captured.sum() + " frames, dropped " + captured.kernelDropped.sum()
                + " in the kernel, " + captured.interfaceDropped.sum() + " in the interface, "
                + captured.ringDropped.sum() + " in the ring"
                + (captured.duplicates.sum() == 0 ? "" : ", " + captured.duplicates.sum() + " came twice");
    }

    /** Those fates that are rare are named where they were met: with them the sum is right. */
    private static String fates(String what, ExportAccount account) {
        StringBuilder text = new StringBuilder()
                .append(account.offered().records())
                .append(' ')
                .append(what)
                .append(" offered, ")
                .append(account.sent().records())
                .append(" sent, ")
                .append(account.droppedRecords())
                .append(" dropped")
                .append(reasons(account));
        append(text, account.recovered().records(), " waited from before");
        append(text, account.spooled().records(), " wait on disk");
        append(text, account.queuedRecords(), " queued");
        append(text, account.resent().records(), " sent again");
        append(text, account.filtered().records(), " not asked for");
        append(text, account.unsupported().records(), " not in its format");
        return text.toString();
    }

    private static String reasons(ExportAccount account) {
        return Arrays.stream(DropReason.values())
                .filter(reason -> account.dropped(reason).records() > 0)
                .map(reason -> reason.label() + " " + account.dropped(reason).records())
                .collect(Collectors.collectingAndThen(
                        Collectors.joining(", "), reasons -> reasons.isEmpty() ? "" : " (" + reasons + ")"));
    }

    private static void append(StringBuilder text, long records, String fate) {
        if (records > 0) {
            text.append(", ").append(records).append(fate);
        }
    }
}
