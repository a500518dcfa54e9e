package vedette.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import vedette.flow.Flow;

/**
 * Another meter's sums of each conversation, held against ours. A conversation is equal if packets and octets of both ends
 * are. One that is not is explained if it becomes equal when we count the capture's packets with the other's habits; or if
 * the other has just the same packets under other ends; or if it has read frames that we reject.
 */
final class SecondOpinion {
    private static final String EQUAL = "equal";
    private static final String OTHER_ENDS = "has the same packets under other ends";
    private static final String REJECTED = "has packets of frames that we reject";

    private final String meter;
    private final boolean ofFrames;
    private final List<Habit> habits;
    private int captures;
    private int flows;
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Map<String, List<String>> unexplained = new TreeMap<>();

    /**
     * @param ofFrames whether the octets it counts are those of frames, not of IP packets
     * @param habits in which it differs from us
     */
    SecondOpinion(String meter, boolean ofFrames, Habit... habits) {
        this.meter = meter;
        this.ofFrames = ofFrames;
        this.habits = List.of(habits);
    }

    /** Compares one capture with what the meter tells of it. The name is for a reader who looks for a difference. */
    void hold(Path capture, String name, Tally theirs) throws IOException {
        Tally ours = Tally.ours(capture, ofFrames ? Flow::frameOctets : Flow::octets);
        Set<Conversation> open = ours.conversationsWith(theirs);
        captures++;
        flows += open.size();
        remove(EQUAL, open, ours, theirs);
        for (Habit habit : habits) {
            if (!open.isEmpty()) {
                remove(habit.toString(), open, Tally.counted(capture, ofFrames, EnumSet.of(habit)), theirs);
            }
        }
        if (!open.isEmpty()) {
            EnumSet<Habit> all = EnumSet.noneOf(Habit.class);
            all.addAll(habits);
            explainRest(name, open, Tally.counted(capture, ofFrames, all), theirs);
        }
    }

    private void remove(String kind, Set<Conversation> open, Tally ours, Tally theirs) {
        int before = open.size();
        open.removeIf(conversation -> ours.traffic(conversation).equals(theirs.traffic(conversation)));
        count(kind, before - open.size());
    }

    private void explainRest(String name, Set<Conversation> open, Tally ours, Tally theirs) {
        Traffic here = ours.total(open);
        Traffic there = theirs.total(open);
        long packets = there.packets() - here.packets();
        long octets = there.octets() - here.octets();
        if (packets == 0 && octets == 0) {
            count(OTHER_ENDS, open.size());
        } else if (packets > 0 && packets <= ours.rejectedFrames() && octets <= ours.rejectedOctets()) {
            count(REJECTED, open.size());
        } else {
            List<String> lines = new ArrayList<>();
            open.forEach(conversation -> lines.add(
                    conversation + ": here " + ours.traffic(conversation) + ", there " + theirs.traffic(conversation)));
            unexplained.put(name, lines);
        }
    }

    private void count(String kind, int conversations) {
        if (conversations > 0) {
            kinds.merge(kind, conversations, Integer::sum);
        }
    }

    int captures() {
        return captures;
    }

    /** Conversations that no habit of the other meter explains, by capture. */
    Map<String, List<String>> unexplained() {
        return unexplained;
    }

    /**
     * The part of the conversations that is equal, once counted in the other's way. Those that the other puts under other ends
     * or takes from frames that we reject are not compared.
     */
    double equalPart() {
        int compared = flows - kinds.getOrDefault(OTHER_ENDS, 0) - kinds.getOrDefault(REJECTED, 0);
        int unequal = unexplained.values().stream().mapToInt(List::size).sum();
        return (double) (compared - unequal) / compared;
    }

    /** How many flows there were, and of which kind. */
    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(meter + ": " + captures + " captures, " + flows + " flows\n");
        kinds.forEach((kind, conversations) -> table.append(String.format("%6d %s%n", conversations, kind)));
        unexplained.forEach((name, lines) -> {
            table.append(String.format("%6d unexplained in %s%n", lines.size(), name));
            lines.forEach(line -> table.append("         ").append(line).append('\n'));
        });
        return table.toString();
    }
}
