package vedette.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import vedette.capture.CaptureCounters;
import vedette.capture.Duplicates;
import vedette.decode.Anomaly;
import vedette.decode.DecodeResult;
import vedette.flow.FlowCounters;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** How far the capture can be trusted: what is missing in it, cut, doubled, out of order or odd. */
final class QualitySection {
    private static final int MOST_SENDERS = 5;
    private static final double MUCH_LOSS = 0.05;
    private static final double MANY = 0.2;

    private final CaptureFacts facts;
    private final Account account;

    QualitySection(CaptureFacts facts, Account account) {
        this.facts = facts;
        this.account = account;
    }

    Section section() {
        Section section = new Section("quality", "How good the capture is");
        if (account.captured().captured.sum() == 0) {
            section.paragraph("There is no frame to judge by.");
        } else {
            List<String> findings = findings();
            section.paragraph(findings.isEmpty() ? "Nothing speaks against this capture." : "What speaks against it:");
            section.list(findings);
            section.table(loss()).table(rejects()).table(odd());
        }
        return section.list(account.warnings());
    }

    private List<String> findings() {
        List<String> lines = new ArrayList<>();
        CaptureCounters captured = account.captured();
        FlowCounters metered = account.metered();
        FlowFacts flows = facts.flows();
        long frames = captured.captured.sum();
        if (captured.truncated.sum() > 0) {
            lines.add(
                    Quantity.share(captured.truncated.sum(), frames)
                            + " of the frames were captured in part (snap length): what they say may be missing, lengths are not.");
        }
        if (flows.lossRatio() > MUCH_LOSS) {
            lines.add(Quantity.share(flows.lossRatio())
                    + " of the TCP acknowledgements are of what was not captured: frames were lost on the way to the file,"
                    + " or one direction is missing.");
        }
        if (flows.tcpOneWay() > MANY * flows.tcpFlows()) {
            lines.add("Of " + Quantity.share(flows.tcpOneWay(), flows.tcpFlows())
                    + " of the TCP flows one direction alone was seen, though it acknowledges the other: the capture sees"
                    + " half of the traffic.");
        }
        if (facts.frames().copies() > MANY / 10 * frames) {
            lines.add(Quantity.share(facts.frames().copies(), frames)
                    + " of the frames came twice, as a mirror port makes them: packets and octets are too many.");
        }
        if (metered.clockSteps.get() > 0) {
            lines.add("The clock of the capture was set back " + Quantity.count(metered.clockSteps.get(), "time")
                    + " by more than a minute: times before and after do not fit together.");
        }
        checksums(lines);
        return lines;
    }

    private void checksums(List<String> lines) {
        ChecksumFacts sums = facts.checksums();
        if (sums.wrong() == 0) {
            return;
        }
        List<String> senders = new ArrayList<>();
        long ofThese = 0;
        for (Map.Entry<Host, ChecksumFacts.Wrong> entry : sums.senders().top(MOST_SENDERS)) {
            senders.add(entry.getKey() + " (" + Quantity.count(entry.getValue().packets) + ")");
            ofThese += entry.getValue().packets;
        }
        String others = ofThese < sums.wrong() ? " and others" : "";
        boolean isOfOne = sums.senders().size() == 1 && sums.wrong() > 2;
        lines.add(Quantity.share(sums.wrong(), sums.checked()) + " of the TCP and UDP checksums are wrong, sent by "
                + String.join(", ", senders) + others
                + (isOfOne
                        ? ": all by one host, as where its network card fills them in after the capture (offload)."
                        : ": filled in by network cards after the capture (offload), or damaged, or made up."));
    }

    private Grid loss() {
        CaptureCounters captured = account.captured();
        FlowCounters metered = account.metered();
        FlowFacts flows = facts.flows();
        Grid grid = new Grid("Loss, order and copies", "what", "how much#");
        grid.row("frames captured in part", Quantity.count(captured.truncated.sum()));
        grid.row("frames that did not pass the filter", Quantity.count(captured.filtered.sum()));
        grid.row(
                "frames that came twice within " + Quantity.nanoseconds(Duplicates.WINDOW_NS),
                Quantity.count(facts.frames().copies()));
        grid.row(
                "frames older than the one before",
                Quantity.count(facts.frames().backSteps()));
        grid.row("packets a little out of order", Quantity.count(metered.latePackets.get()));
        grid.row("steps of the clock", Quantity.count(metered.clockSteps.get()));
        grid.row("TCP acknowledgements of what was not captured", Quantity.share(flows.lossRatio()));
        grid.row("octets of TCP payload missing", Quantity.count(flows.missedOctets()));
        grid.row("TCP flows seen in one direction", Quantity.count(flows.tcpOneWay()));
        grid.row("TCP segments sent again", Quantity.count(flows.retransmitted()));
        grid.row("TCP segments out of order", Quantity.count(flows.outOfOrder()));
        grid.row(
                "TCP and UDP checksums looked at",
                Quantity.count(facts.checksums().checked()));
        grid.row("of these wrong", Quantity.count(facts.checksums().wrong()));
        grid.row(
                "not looked at: cut, fragments, or without one",
                Quantity.count(facts.checksums().unchecked()));
        grid.row("datagrams of which fragments are missing", Quantity.count(metered.incompleteDatagrams.get()));
        grid.row("files that end inside a packet", Quantity.count(captured.cutFiles.sum()));
        grid.row("files that could not be read to their end", Quantity.count(captured.corruptFiles.sum()));
        grid.row("damaged blocks passed over", Quantity.count(captured.damagedBlocks.sum()));
        return grid;
    }

    private Grid rejects() {
        Grid grid = new Grid("Frames in no flow, by reason", "reason", "frames#");
        for (DecodeResult reason : DecodeResult.values()) {
            long frames = account.decoded().frames(reason);
            if (reason != DecodeResult.OK && frames > 0) {
                grid.row(reason.label(), Quantity.count(frames));
            }
        }
        return grid;
    }

    private Grid odd() {
        Grid grid = new Grid("Packets that are odd, and metered all the same", "what", "packets#");
        for (Anomaly anomaly : Anomaly.values()) {
            long packets = account.decoded().packets(anomaly);
            if (packets > 0) {
                grid.row(anomaly.label(), Quantity.count(packets));
            }
        }
        return grid;
    }
}
