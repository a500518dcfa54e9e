package vedette.detect.beacon;

import java.util.List;
import vedette.detect.Sized;
import vedette.detect.TableSize;
import vedette.net.IpPrefix;

/**
 * Options of the beacon detector.
 *
 * @param minScore least score of an alert, 0 to 1
 * @param internal whether calls between two local addresses are looked at
 * @param inbound whether calls of outside addresses to local ones are looked at
 * @param resolvers addresses of name servers that hosts of this site may ask as regularly as they like
 * @param ignore services whose clients are regular by design, as {@code udp/123}
 * @param maxSeries pairs of host and service that are followed at once
 * @param maxCandidates pairs that wait for a fourth call, a power of two
 */
public record BeaconConfig(
        double minScore,
        boolean internal,
        boolean inbound,
        List<String> resolvers,
        List<String> ignore,
        int maxSeries,
        int maxCandidates)
        implements Sized {
    /** Known destinations' hosts, rounds, what judging takes. */
    private static final int OTHER_OCTETS = 3 << 19;

    public static final BeaconConfig DEFAULT = new BeaconConfig(
            0.6,
            false,
            false,
            List.of(
                    "1.0.0.1",
                    "1.1.1.1",
                    "8.8.4.4",
                    "8.8.8.8",
                    "9.9.9.9",
                    "149.112.112.112",
                    "208.67.220.220",
                    "208.67.222.222",
                    "2001:4860:4860::8844",
                    "2001:4860:4860::8888",
                    "2606:4700:4700::1001",
                    "2606:4700:4700::1111",
                    "2620:fe::9",
                    "2620:fe::fe"),
            List.of(
                    "udp/67",
                    "udp/68",
                    "udp/123",
                    "udp/137",
                    "udp/138",
                    "udp/161",
                    "udp/162",
                    "udp/500",
                    "udp/514",
                    "udp/546",
                    "udp/547",
                    "udp/1900",
                    "udp/2055",
                    "udp/3702",
                    "udp/4500",
                    "udp/4739",
                    "udp/5351",
                    "udp/5353",
                    "udp/5355",
                    "udp/6343",
                    "tcp/514",
                    "tcp/4739",
                    "tcp/6514"),
            65_536,
            262_144);

    public BeaconConfig {
        if (!(minScore > 0 && minScore <= 1)) {
            throw new IllegalArgumentException(
                    "detect.beacon.min-score must be above 0 and at most 1, was " + minScore);
        }
        if (maxSeries < 64 || maxSeries > 1 << 22) {
            throw new IllegalArgumentException("detect.beacon.max-series must be 64 to 4194304, was " + maxSeries);
        }
        if (maxCandidates < 64 || maxCandidates > 1 << 26 || Integer.bitCount(maxCandidates) != 1) {
            throw new IllegalArgumentException(
                    "detect.beacon.max-candidates must be a power of two from 64 to 67108864, was " + maxCandidates);
        }
        resolvers = List.copyOf(resolvers);
        ignore = List.copyOf(ignore);
        for (String resolver : resolvers) {
            try {
                IpPrefix.parse(resolver);
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("detect.beacon.resolvers: " + bad.getMessage(), bad);
            }
        }
        for (String service : ignore) {
            Services.check(service);
        }
    }

    @Override
    public List<TableSize> tables() {
        return List.of(
                new TableSize(
                        "detect.beacon.max-series = " + maxSeries,
                        SeriesTable.octetsAtOnce(maxSeries),
                        SeriesTable.octetsInAll(maxSeries)),
                TableSize.fixed(
                        "detect.beacon.max-candidates = " + maxCandidates,
                        BeaconDetector.octetsOfCandidates(maxCandidates)),
                TableSize.fixed("the other tables of beacon", OTHER_OCTETS));
    }
}
