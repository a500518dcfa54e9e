package vedette.corpus;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.corpus.Conversation.End;
import vedette.flow.Flow;
import vedette.net.IpAddress;

/**
 * What another meter says that conversations speak, held against what we found by content. Of a service that we do not know by
 * content, nothing is asked. What differs is counted by what both say.
 */
final class Spoken {
    /** What it says of one flow; a field may have several texts, of which one must be ours. */
    record Said(Conversation conversation, Service service, Map<Field, List<String>> texts) {}

    private final String meter;
    private final UnaryOperator<String> ja4;
    private int captures;
    private int flows;
    private int equal;
    private final Map<Field, int[]> fields = new TreeMap<>();
    private final Map<String, Integer> otherwise = new TreeMap<>();

    /** @param ja4 what of a JA4 is compared */
    Spoken(String meter, UnaryOperator<String> ja4) {
        this.meter = meter;
        this.ja4 = ja4;
    }

    void hold(Path capture, String name, List<Said> said) throws IOException {
        Map<Conversation, List<Findings>> ours = ours(capture);
        captures++;
        for (Said theirs : said) {
            List<Findings> here = ours.get(theirs.conversation());
            if (here != null) {
                hold(name, theirs, here);
            }
        }
    }

    private void hold(String name, Said theirs, List<Findings> ours) {
        flows++;
        List<Findings> same = ours.stream()
                .filter(findings -> findings.service() == theirs.service() && !findings.isGuessed())
                .toList();
        if (same.isEmpty()) {
            otherwise.merge(name + ": there " + theirs.service() + ", here " + ours.get(0), 1, Integer::sum);
            return;
        }
        equal++;
        theirs.texts().forEach((field, texts) -> {
            int[] counts = fields.computeIfAbsent(field, any -> new int[2]);
            counts[0]++;
            if (same.stream().anyMatch(findings -> hasOneOf(findings, field, texts))) {
                counts[1]++;
            } else {
                otherwise.merge(name + ": there " + field + " " + texts + ", here " + same, 1, Integer::sum);
            }
        });
    }

    private boolean hasOneOf(Findings findings, Field field, List<String> texts) {
        return findings.texts(field).stream()
                .anyMatch(text -> texts.stream()
                        .anyMatch(other -> field == Field.TLS_JA4
                                ? ja4.apply(text).equals(ja4.apply(other))
                                : isSame(text, other)));
    }

    /** Letters of a host's name have no case; a port that stands behind it may be left out. */
    private static boolean isSame(String ours, String theirs) {
        String here = ours.toLowerCase(Locale.ROOT);
        String there = theirs.toLowerCase(Locale.ROOT);
        return here.equals(there) || here.replaceFirst(":\\d+$", "").equals(there);
    }

    private static Map<Conversation, List<Findings>> ours(Path capture) throws IOException {
        Map<Conversation, List<Findings>> all = new HashMap<>();
        Replay.of(
                capture,
                flow -> all.computeIfAbsent(
                                Conversation.between(
                                        flow.protocol(),
                                        end(flow, flow.initiatorHi(), flow.initiatorLo(), flow.initiatorPort()),
                                        end(flow, flow.responderHi(), flow.responderLo(), flow.responderPort())),
                                any -> new ArrayList<>())
                        .add(flow.findings()));
        return all;
    }

    private static End end(Flow flow, long hi, long lo, int port) {
        return End.of(IpAddress.text(flow.ipVersion(), hi, lo), port);
    }

    int captures() {
        return captures;
    }

    int flows() {
        return flows;
    }

    double equalPart() {
        return (double) equal / flows;
    }

    /** The part of the flows of one service of which the field is the same on both sides. */
    double equalPart(Field field) {
        int[] counts = fields.getOrDefault(field, new int[] {0, 0});
        return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
    }

    static void put(Map<Field, List<String>> texts, Field field, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            texts.computeIfAbsent(field, any -> new ArrayList<>()).add(text);
        }
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(
                meter + ": " + captures + " captures, " + flows + " flows, " + equal + " of the same service\n");
        fields.forEach((field, counts) ->
                table.append(String.format("%6d of %d: the same %s%n", counts[1], counts[0], field)));
        otherwise.forEach((what, times) -> table.append(String.format("%6d %s%n", times, what)));
        return table.toString();
    }
}
