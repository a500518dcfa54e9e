package vedette.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import vedette.flow.TcpState;
import vedette.net.ProtocolName;
import vedette.report.page.Grid;
import vedette.report.page.Section;

/** Which protocols there are, how TCP connections ended, and what became of flows. */
final class ProtocolSection {
    private static final int PROTOCOLS = 256;

    private final CaptureFacts facts;
    private final FlowTally tally;

    ProtocolSection(CaptureFacts facts, FlowTally tally) {
        this.facts = facts;
        this.tally = tally;
    }

    Section section() {
        Section section = new Section("protocols", "Protocols");
        Grid protocols = protocols();
        if (protocols.isEmpty()) {
            return section.paragraph("No packet was metered.");
        }
        return section.table(protocols).table(answers()).table(states());
    }

    private Grid protocols() {
        List<Integer> seen = new ArrayList<>();
        long packets = 0;
        long octets = 0;
        for (int protocol = 0; protocol < PROTOCOLS; protocol++) {
            if (tally.packets(protocol) > 0) {
                seen.add(protocol);
                packets += tally.packets(protocol);
                octets += tally.octets(protocol);
            }
        }
        seen.sort(Comparator.comparingLong(tally::octets).reversed().thenComparing(Comparator.naturalOrder()));
        Grid grid = new Grid(
                "IP protocols, by IP octets", "protocol", "flows#", "packets#", "of all#", "IP octets#", "of all#");
        for (int protocol : seen) {
            grid.row(
                    ProtocolName.of(protocol),
                    Quantity.count(tally.flows(protocol)),
                    Quantity.count(tally.packets(protocol)),
                    Quantity.share(tally.packets(protocol), packets),
                    Quantity.count(tally.octets(protocol)),
                    Quantity.share(tally.octets(protocol), octets));
        }
        return grid;
    }

    private Grid answers() {
        Grid grid = new Grid("What became of flows", "outcome", "flows#", "of all#");
        long all = 0;
        for (Answer answer : Answer.values()) {
            all += facts.flows().answers(answer);
        }
        for (Answer answer : Answer.values()) {
            long flows = facts.flows().answers(answer);
            if (flows > 0) {
                grid.row(answer.label(), Quantity.count(flows), Quantity.share(flows, all));
            }
        }
        return grid;
    }

    private Grid states() {
        Grid grid = new Grid("How TCP connections stood at their end", "state", "flows#", "meaning");
        for (TcpState state : TcpState.values()) {
            if (tally.connections(state) > 0) {
                grid.row(state.name(), Quantity.count(tally.connections(state)), meaning(state));
            }
        }
        return grid;
    }

    private static String meaning(TcpState state) {
        return switch (state) {
            case S0 -> "attempt, no reply";
            case S1 -> "established, not ended";
            case SF -> "established and closed from both sides";
            case REJ -> "attempt refused";
            case S2 -> "established, closed by the initiator alone";
            case S3 -> "established, closed by the responder alone";
            case RSTO -> "established, reset by the initiator";
            case RSTR -> "reset by the responder";
            case RSTOS0 -> "SYN and then RST from the initiator, no reply";
            case RSTRH -> "SYN-ACK and then RST from the responder, no SYN seen";
            case SH -> "SYN and then FIN from the initiator, no reply";
            case SHR -> "SYN-ACK and then FIN from the responder, no SYN seen";
            case OTH -> "seen midway";
        };
    }
}
