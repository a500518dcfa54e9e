package vedette.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who scanned a host on the Internet within five days, by a list of its packets that no detector was written against. */
class ExposedHostIT {
    private static final Path LIST =
            Path.of(System.getProperty("vedette.corpus", "../shared"), "pcaps", "flows", "ml-systems_log4j.csv.gz");
    private static final String HOST = "91.247.71.198.host.secureserver.net";
    private static final double STEP = Math.log(4);
    private static final double BAR = Math.log(990);
    private static final int FEWEST = 5;
    private static final double DAY = 86_400;

    @TempDir
    Path directory;

    /** Ports of the host that a source tried, when, and whether they answered. */
    private static final class Source {
        final Map<Integer, Double> tried = new HashMap<>();
        final Set<Integer> answered = new HashSet<>();

        int failed() {
            return tried.size() - answered.size();
        }

        /** Whether its random walk passes the bar, with a half-life of a day. */
        boolean isScanner() {
            double walk = 0;
            double last = 0;
            int failed = 0;
            for (Map.Entry<Integer, Double> port : tried.entrySet().stream()
                    .sorted(Map.Entry.comparingByValue())
                    .toList()) {
                walk *= Math.pow(2, -(port.getValue() - last) / DAY);
                last = port.getValue();
                if (!answered.contains(port.getKey())) {
                    walk += STEP;
                    failed++;
                }
                if (walk >= BAR && failed >= FEWEST) {
                    return true;
                }
            }
            return false;
        }
    }

    @Test
    void nineInTenOfThoseWhoScanAreTold() throws IOException {
        assumeTrue(Files.exists(LIST), "no list at " + LIST);
        PacketList list = PacketList.read(LIST, HOST);
        Map<String, Source> sources = sources(list);
        list.writeTo(directory.resolve("flows/exposed.pcap"));
        Watched watched = Watched.of(directory, "flows/exposed.pcap");
        Map<String, Integer> told = new HashMap<>();
        for (Told alert : watched.alerts()) {
            if (alert.opened().subject().source() != null
                    && alert.opened().type().code() <= 1003) {
                told.merge(
                        String.valueOf(alert.opened().subject().source()),
                        (int) alert.opened().count(),
                        Math::min);
            }
        }
        Set<String> scanners = new HashSet<>();
        sources.forEach((address, source) -> {
            if (source.isScanner()) {
                scanners.add(address);
            }
        });
        long found = scanners.stream().filter(told::containsKey).count();
        System.out.println("exposed host: " + found + " of " + scanners.size() + " scanners told, of " + sources.size()
                + " sources; " + told.size() + " sources told");
        assertThat(scanners).hasSizeGreaterThan(300);
        assertThat((double) found / scanners.size()).isGreaterThanOrEqualTo(0.9);
        assertThat(told.values().stream().sorted().toList().get(told.size() / 2))
                .isLessThanOrEqualTo(6);
        assertThat(told.keySet())
                .allSatisfy(address ->
                        assertThat(sources.get(address).failed()).as(address).isGreaterThanOrEqualTo(FEWEST));
    }

    private static Map<String, Source> sources(PacketList list) {
        Map<String, Source> sources = new HashMap<>();
        list.forEach(row -> {
            if (row.flags().equals("SYN") && !PacketList.isFromSite(row)) {
                Source source = sources.computeIfAbsent(row.from(), address -> new Source());
                source.tried.putIfAbsent(row.toPort(), row.seconds());
            } else if (row.flags().equals("SYN, ACK") && PacketList.isFromSite(row) && sources.containsKey(row.to())) {
                sources.get(row.to()).answered.add(row.fromPort());
            }
        });
        return sources;
    }
}
