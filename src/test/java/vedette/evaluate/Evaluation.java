package vedette.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertType;
import vedette.evaluate.Campaign.Wanted;

/** Compares what was told with what was expected, as Markdown. */
final class Evaluation {
    private static final List<String> QUIET = List.of("benign", "recon");

    private final List<Campaign> campaigns;
    private final List<Watched> captures;
    private final long withoutDetectorsNs;
    private final StringBuilder text = new StringBuilder();

    /** What became of a campaign. */
    private record Verdict(Campaign campaign, @Nullable Told told) {}

    Evaluation(List<Campaign> campaigns, List<Watched> captures, long withoutDetectorsNs) {
        this.campaigns = campaigns;
        this.captures = captures;
        this.withoutDetectorsNs = withoutDetectorsNs;
    }

    String report() {
        List<Verdict> verdicts = captures.stream()
                .flatMap(watched -> of(watched).stream()
                        .filter(campaign -> campaign.wanted() != Wanted.NOTHING)
                        .map(campaign -> new Verdict(campaign, answer(campaign, watched))))
                .toList();
        summary(verdicts);
        quiet();
        memory();
        campaigns(verdicts);
        unexpected();
        return text.toString();
    }

    /** Campaigns that must be told and were not. */
    List<Campaign> missed() {
        return wanted().filter(verdict -> verdict.told == null)
                .map(Verdict::campaign)
                .toList();
    }

    /** Campaigns that must be told and were told by another name than their own. */
    List<Campaign> misnamed() {
        return wanted().filter(verdict -> verdict.told != null && !verdict.campaign.isNamedBy(verdict.told.opened()))
                .map(Verdict::campaign)
                .toList();
    }

    private Stream<Verdict> wanted() {
        return captures.stream()
                .flatMap(watched -> of(watched).stream()
                        .filter(campaign -> campaign.wanted() == Wanted.MUST)
                        .map(campaign -> new Verdict(campaign, answer(campaign, watched))));
    }

    /** Alerts above information in a folder. */
    long aboveInfo(String folder) {
        return count(in(folder), false);
    }

    /** Those of them that no campaign explains, for each day of each host. */
    double unexpectedPerHostDay(String folder) {
        return count(in(folder), true) / hostDays(in(folder));
    }

    /** Those of a family, over all folders. */
    List<String> unexpectedOf(String family) {
        List<String> all = new ArrayList<>();
        for (Watched watched : captures) {
            for (Told told : watched.alerts()) {
                boolean isOurs = family(told.opened().type().code()).equals(family);
                if (isOurs && told.isAboveInfo() && !isExpected(told, watched)) {
                    all.add(watched.capture() + ": " + told.name() + " " + told.who());
                }
            }
        }
        return all;
    }

    private List<Watched> in(String folder) {
        return captures.stream()
                .filter(watched -> watched.folder().equals(folder))
                .toList();
    }

    private static double hostDays(List<Watched> watched) {
        return watched.stream().mapToDouble(Watched::hostHours).sum() / 24;
    }

    private List<Campaign> of(Watched watched) {
        return campaigns.stream()
                .filter(campaign -> campaign.capture().equals(watched.capture()))
                .toList();
    }

    /** The alert that tells of the campaign: by its right name if there is one. */
    private static @Nullable Told answer(Campaign campaign, Watched watched) {
        Comparator<Told> rightNameFirst = Comparator.comparing(told -> !campaign.isNamedBy(told.opened()));
        Optional<Told> best = watched.alerts().stream()
                .filter(told -> campaign.isToldBy(told.opened()))
                .min(rightNameFirst);
        return best.orElse(null);
    }

    private boolean isExpected(Told told, Watched watched) {
        return of(watched).stream().anyMatch(campaign -> campaign.isToldBy(told.opened()));
    }

    private void summary(List<Verdict> verdicts) {
        line(
                "| family | campaigns | found | recall | right name | median delay | alerts above info | of no campaign | precision |");
        line("|---|---|---|---|---|---|---|---|---|");
        Map<String, List<Verdict>> byFamily = new TreeMap<>();
        for (Verdict verdict : verdicts) {
            if (verdict.campaign.wanted() == Wanted.MUST) {
                byFamily.computeIfAbsent(family(verdict.campaign.codes().get(0)), key -> new ArrayList<>())
                        .add(verdict);
            }
        }
        byFamily.forEach(this::summary);
        line("");
    }

    private void summary(String family, List<Verdict> verdicts) {
        List<Verdict> found =
                verdicts.stream().filter(verdict -> verdict.told != null).toList();
        long named = found.stream()
                .filter(verdict -> verdict.told != null && verdict.campaign.isNamedBy(verdict.told.opened()))
                .count();
        double[] delays = found.stream()
                .mapToDouble(verdict -> verdict.told == null ? 0 : verdict.told.delaySeconds())
                .sorted()
                .toArray();
        int alerts = 0;
        int unexpected = 0;
        for (Watched watched : captures) {
            for (Told told : watched.alerts()) {
                if (told.isAboveInfo() && family(told.opened().type().code()).equals(family)) {
                    alerts++;
                    unexpected += isExpected(told, watched) ? 0 : 1;
                }
            }
        }
        line(String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.3f | %d | %s | %d | %d | %s |",
                family,
                verdicts.size(),
                found.size(),
                (double) found.size() / verdicts.size(),
                named,
                delays.length == 0 ? "" : seconds(delays[delays.length / 2]),
                alerts,
                unexpected,
                alerts == 0 ? "" : String.format(Locale.ROOT, "%.3f", (double) (alerts - unexpected) / alerts)));
    }

    private void quiet() {
        line("| captures | number | host-days | alerts above info | of no campaign | a host-day |");
        line("|---|---|---|---|---|---|");
        for (String folder :
                captures.stream().map(Watched::folder).distinct().sorted().toList()) {
            List<Watched> of = in(folder);
            double days = hostDays(of);
            long alerts = count(of, false);
            long unexpected = count(of, true);
            line(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f | %d | %d | %s |",
                    folder,
                    of.size(),
                    days,
                    alerts,
                    unexpected,
                    QUIET.contains(folder) ? String.format(Locale.ROOT, "%.3f", unexpected / days) : ""));
        }
        line("");
    }

    private long count(List<Watched> watched, boolean unexpectedOnly) {
        return watched.stream()
                .mapToLong(one -> one.alerts().stream()
                        .filter(Told::isAboveInfo)
                        .filter(told -> !unexpectedOnly || !isExpected(told, one))
                        .count())
                .sum();
    }

    private void memory() {
        line("| detector | most entries in one capture | evictions |");
        line("|---|---|---|");
        Map<String, Integer> entries = new TreeMap<>();
        Map<String, Long> evictions = new TreeMap<>();
        for (Watched watched : captures) {
            watched.entries().forEach((name, value) -> entries.merge(name, value, Math::max));
            watched.evictions().forEach((name, value) -> evictions.merge(name, value, Long::sum));
        }
        entries.forEach((name, value) -> line("| " + name + " | " + value + " | " + evictions.get(name) + " |"));
        line("");
        List<Watched> longOnes = captures.stream().filter(Watched::isLong).toList();
        long packets = longOnes.stream().mapToLong(Watched::packets).sum();
        long cpuNs = longOnes.stream().mapToLong(Watched::cpuNs).sum();
        line(String.format(
                Locale.ROOT,
                "%d captures, %d packets. In the %d with 10,000 or more: %d ns of CPU a packet with all detectors, %d with none.",
                captures.size(),
                captures.stream().mapToLong(Watched::packets).sum(),
                longOnes.size(),
                cpuNs / Math.max(1, packets),
                withoutDetectorsNs / Math.max(1, packets)));
        line("");
    }

    private void campaigns(List<Verdict> verdicts) {
        line("| capture | campaign | expected | told | level | after | at count |");
        line("|---|---|---|---|---|---|---|");
        for (Verdict verdict : verdicts) {
            Campaign campaign = verdict.campaign;
            Told told = verdict.told;
            line("| " + campaign.capture() + " | " + campaign.who() + ": " + campaign.note() + " | "
                    + (campaign.wanted() == Wanted.MUST ? "" : "may ") + codes(campaign) + " | "
                    + (told == null
                            ? (campaign.wanted() == Wanted.MUST ? "**missed**" : "-") + " | | | |"
                            : told.name() + (campaign.isNamedBy(told.opened()) ? "" : " (another name)") + " | "
                                    + told.level().label() + " | " + seconds(told.delaySeconds()) + " | "
                                    + told.opened().count() + " |"));
        }
        line("");
    }

    private void unexpected() {
        line("Alerts above info that no campaign explains:");
        line("");
        for (Watched watched : captures) {
            for (Told told : watched.alerts()) {
                if (told.isAboveInfo() && !isExpected(told, watched)) {
                    line("- " + watched.capture() + ": " + told.name() + " "
                            + told.level().label() + ", " + told.who() + ": "
                            + told.last().message());
                }
            }
        }
    }

    private static String codes(Campaign campaign) {
        return String.join(
                " or ", campaign.codes().stream().map(String::valueOf).toList());
    }

    private static String family(int code) {
        return switch (code / 100) {
            case 10 -> "scan";
            case 11 -> "flood";
            case 12 -> "beacon";
            case 13 -> "brute-force";
            case 14 -> AlertType.ofCode(code).category();
            default -> "other";
        };
    }

    private static String seconds(double seconds) {
        return seconds < 100 ? String.format(Locale.ROOT, "%.1f s", seconds) : Math.round(seconds / 60) + " min";
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
