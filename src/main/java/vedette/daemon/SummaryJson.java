package vedette.daemon;

import java.io.IOException;
import java.io.OutputStream;
import vedette.capture.CaptureCounters;
import vedette.decode.Anomaly;
import vedette.decode.DecodeResult;
import vedette.detect.AlertCounters;
import vedette.detect.AlertCounters.Fate;
import vedette.detect.AlertType;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.ExportingAgent;
import vedette.export.json.JsonDocument;
import vedette.flow.EndReason;
import vedette.flow.FlowCounters;

/** {@code summary.json}: the account of a replay for programs. Counters that are 0 stand in it all the same. */
final class SummaryJson {
    private final ReplayResult result;
    private final JsonDocument json = new JsonDocument();

    private SummaryJson(ReplayResult result) {
        this.result = result;
    }

    static void write(ReplayResult result, OutputDirectory directory) throws CommandException {
        try (OutputStream out = directory.open(OutputFile.SUMMARY)) {
            new SummaryJson(result).document().writeTo(out);
        } catch (IOException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }

    private JsonDocument document() {
        json.beginArray("inputs");
        result.captures().forEach(json::add);
        json.endArray();
        packets();
        octets();
        flows();
        alerts();
        collectors();
        Conservation conservation = result.conservation();
        json.beginObject("conservation")
                .put("error_packets", conservation.errorPackets())
                .put("error_octets", conservation.errorOctets())
                .endObject();
        json.beginArray("warnings");
        result.warnings().forEach(json::add);
        json.endArray();
        return json.put("interrupted", result.interrupted())
                .put("bytes_read", result.bytesRead())
                .put("elapsed_s", result.elapsedNs() / 1e9);
    }

    private void packets() {
        CaptureCounters captured = result.captured();
        json.beginObject("packets")
                .put("captured", captured.captured.sum())
                .put("decoded", result.decoded().frames(DecodeResult.OK));
        json.beginObject("rejected");
        for (DecodeResult reason : DecodeResult.values()) {
            if (reason != DecodeResult.OK) {
                json.put(reason.label(), result.decoded().frames(reason));
            }
        }
        json.endObject();
        json.beginObject("anomalies");
        for (Anomaly anomaly : Anomaly.values()) {
            json.put(anomaly.label(), result.decoded().packets(anomaly));
        }
        json.endObject();
        json.put("filtered", captured.filtered.sum())
                .put("truncated", captured.truncated.sum())
                .put("late", result.flows().latePackets.get())
                .put("clock_steps", result.flows().clockSteps.get())
                .put("cut_files", captured.cutFiles.sum())
                .put("corrupt_files", captured.corruptFiles.sum())
                .put("damaged_blocks", captured.damagedBlocks.sum())
                .put("unknown_blocks", captured.unknownBlocks.sum())
                .endObject();
    }

    private void octets() {
        json.beginObject("octets")
                .put("captured", result.captured().capturedOctets.sum())
                .put("decoded", result.decoded().octets(DecodeResult.OK))
                .put("metered_ip", result.flows().octets.get())
                .endObject();
    }

    private void flows() {
        FlowCounters flows = result.flows();
        json.beginObject("flows").put("created", flows.started.get()).put("records", flows.records.get());
        json.beginObject("ended");
        for (EndReason reason : EndReason.values()) {
            json.put(reason.label(), flows.ended(reason));
        }
        json.endObject();
        json.put("evicted_half_open", flows.evictedHalfOpen.get())
                .put("evicted_idle", flows.evictedIdle.get())
                .put("fragments", flows.fragments.get())
                .put("incomplete_datagrams", flows.incompleteDatagrams.get())
                .put("evicted_datagrams", flows.evictedDatagrams.get())
                .put("overlapping_fragments", flows.overlappingFragments.get())
                .put("split_headers", flows.splitHeaders.get())
                .put("evicted_assemblies", flows.evictedAssemblies.get())
                .put("dropped_findings", flows.droppedFindings.get())
                .put("evicted_names", flows.evictedNames.get())
                .endObject();
    }

    /** By name those that came, then what became of all that detectors brought. */
    private void alerts() {
        AlertCounters alerts = result.alerts();
        json.beginObject("alerts");
        for (AlertType type : AlertType.values()) {
            if (alerts.of(Fate.OPENED, type) > 0) {
                json.put(type.label(), alerts.of(Fate.OPENED, type));
            }
        }
        json.endObject();
        json.beginObject("alert_fates");
        for (Fate fate : Fate.values()) {
            json.put(fate.label(), alerts.of(fate));
        }
        json.endObject();
    }

    private void collectors() {
        json.beginArray("collectors");
        for (ExportingAgent export : result.exports()) {
            collector(export.collector(), export.counters());
        }
        json.endArray();
    }

    private void collector(String name, ExportCounters counters) {
        json.beginObject().put("collector", name);
        total("offered", counters.offered());
        total("filtered", counters.filtered());
        total("unsupported", counters.unsupported());
        total("sent", counters.sent());
        total("resent", counters.resent());
        dropped(counters);
        json.beginObject("alerts")
                .put("offered", counters.alerts().offered().records())
                .put("filtered", counters.alerts().filtered().records())
                .put("unsupported", counters.alerts().unsupported().records())
                .put("sent", counters.alerts().sent().records());
        dropped(counters.alerts());
        json.endObject().endObject();
    }

    private void dropped(ExportAccount account) {
        json.beginObject("dropped");
        for (DropReason reason : DropReason.values()) {
            json.put(reason.label(), account.dropped(reason).records());
        }
        json.endObject();
    }

    private void total(String name, ExportTotal total) {
        json.beginObject(name)
                .put("records", total.records())
                .put("packets", total.packets())
                .put("octets", total.octets())
                .endObject();
    }
}
