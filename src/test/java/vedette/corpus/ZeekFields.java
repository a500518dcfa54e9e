package vedette.corpus;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Connections that we and Zeek both saw, and how often each field is the same on both sides. */
final class ZeekFields {
    /** What is compared of each pair, in the order of the log. */
    static final List<String> COMPARED = List.of(
            "id.orig_h",
            "id.orig_p",
            "id.resp_p",
            "service",
            "duration",
            "orig_bytes",
            "resp_bytes",
            "conn_state",
            "local_orig",
            "local_resp",
            "missed_bytes",
            "history",
            "orig_pkts",
            "orig_ip_bytes",
            "resp_pkts",
            "resp_ip_bytes",
            "ip_proto");

    /** The service where both name one. */
    static final String SERVICE_OF_BOTH = "service of both";

    private static final String UNSET = "-";

    private final Map<String, int[]> counts = new LinkedHashMap<>();
    private final Map<String, Integer> otherwise = new TreeMap<>();
    private int theirs;
    private int pairs;

    /** @param timed whether Zeek's records have their times; its baselines have not */
    void hold(String name, List<Map<String, String>> ours, List<Map<String, String>> zeeks, boolean timed) {
        Map<String, List<Map<String, String>>> here = byEnds(ours, true);
        Map<String, List<Map<String, String>>> there = byEnds(zeeks, timed);
        theirs += zeeks.size();
        there.forEach((ends, records) -> {
            List<Map<String, String>> candidates = here.getOrDefault(ends, List.of());
            if (timed) {
                records.forEach(record -> candidates.stream()
                        .filter(other -> begin(other).equals(begin(record)))
                        .findFirst()
                        .ifPresent(other -> compare(name, other, record)));
            } else if (candidates.size() == records.size()) {
                for (int i = 0; i < records.size(); i++) {
                    compare(name, candidates.get(i), records.get(i));
                }
            }
        });
    }

    private static String begin(Map<String, String> record) {
        return record.get("ts");
    }

    /** In the order of time, where there is one. */
    private static Map<String, List<Map<String, String>>> byEnds(List<Map<String, String>> records, boolean timed) {
        Map<String, List<Map<String, String>>> byEnds = new TreeMap<>();
        Stream<Map<String, String>> all =
                timed ? records.stream().sorted(Comparator.comparing(ZeekFields::begin)) : records.stream();
        all.forEach(record ->
                byEnds.computeIfAbsent(ends(record), any -> new ArrayList<>()).add(record));
        return byEnds;
    }

    /** Both ends, whichever began. */
    private static String ends(Map<String, String> record) {
        boolean ports = !record.get("proto").equals("icmp");
        String originator = record.get("id.orig_h") + " " + (ports ? record.get("id.orig_p") : "");
        String responder = record.get("id.resp_h") + " " + (ports ? record.get("id.resp_p") : "");
        boolean sorted = originator.compareTo(responder) < 0;
        return record.get("proto") + " " + (sorted ? originator + responder : responder + originator);
    }

    private void compare(String name, Map<String, String> ours, Map<String, String> zeeks) {
        pairs++;
        for (String field : COMPARED) {
            String there = zeeks.getOrDefault(field, "");
            boolean isAsked = !there.isEmpty() && !(field.startsWith("local") && there.equals(UNSET));
            if (isAsked) {
                count(field, there.equals(ours.get(field)));
                if (!there.equals(ours.get(field))) {
                    String what = name + ": " + field + " there " + there + ", here " + ours.get(field);
                    otherwise.merge(what, 1, Integer::sum);
                }
            }
        }
        String service = ours.getOrDefault("service", UNSET);
        String theirService = zeeks.getOrDefault("service", UNSET);
        if (!service.equals(UNSET) && !theirService.equals(UNSET)) {
            count(SERVICE_OF_BOTH, service.equals(theirService));
        }
    }

    private void count(String field, boolean isEqual) {
        int[] count = counts.computeIfAbsent(field, any -> new int[2]);
        count[0]++;
        count[1] += isEqual ? 1 : 0;
    }

    int pairs() {
        return pairs;
    }

    /** The share of the pairs in which the field is the same. */
    double equalPart(String field) {
        int[] count = counts.getOrDefault(field, new int[] {1, 0});
        return (double) count[1] / count[0];
    }

    @Override
    public String toString() {
        StringBuilder table = new StringBuilder(theirs + " connections there, " + pairs + " here too\n");
        counts.forEach((field, count) -> table.append(String.format("%6d of %6d %s%n", count[1], count[0], field)));
        otherwise.forEach((what, times) -> table.append(String.format("%6d %s%n", times, what)));
        return table.toString();
    }
}
