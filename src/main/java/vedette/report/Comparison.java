package vedette.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import vedette.net.IpProtocol;

/**
 * What separates two captures, by the size of the effect: of numbers the greatest distance between both distribution functions (Kolmogorov and
 * Smirnov), of shares their difference. Both lie between 0 and 1, do not depend on how large the captures are, nor on a few
 * numbers far out. Of features that separate alike, those of who turns to whom come first, and among these the one whose medians are
 * the more times apart.
 */
final class Comparison {
    private final CaptureFacts one;
    private final CaptureFacts other;
    private final FlowTally tally;
    private final FlowTally otherTally;
    private final List<Feature> features = new ArrayList<>();

    Comparison(CaptureFacts one, FlowTally tally, CaptureFacts other, FlowTally otherTally) {
        this.one = one;
        this.other = other;
        this.tally = tally;
        this.otherTally = otherTally;
        sources();
        answers();
        sizes();
        mix();
    }

    /** The one that separates best first. */
    List<Feature> ranked() {
        List<Feature> ranked = new ArrayList<>(features);
        ranked.sort(Comparator.comparing(Feature::isPerhapsChance)
                .thenComparing(Comparator.comparingDouble((Feature feature) -> rounded(feature.effect()))
                        .reversed()));
        return ranked;
    }

    /** A difference of less than a hundredth between two features says nothing of which separates better. */
    private static double rounded(double effect) {
        return Math.rint(effect * 100) / 100;
    }

    private void sources() {
        List<Feature> turns = new ArrayList<>(List.of(
                ofSources("ports that a flow's source turns to", SourceFacts.Source::ports),
                ofSources("hosts that a flow's source turns to", SourceFacts.Source::hosts),
                ofSources("failed flows of a flow's source, in percent", SourceFacts.Source::failedPercent)));
        turns.sort(Comparator.comparingDouble(Feature::contrast).reversed());
        features.addAll(turns);
        features.add(Feature.of(
                "time between flows of a source",
                one.sources().waitsNs(),
                other.sources().waitsNs(),
                true));
    }

    private Feature ofSources(String name, ToLongFunction<SourceFacts.Source> figure) {
        return Feature.of(name, weighed(one, figure), weighed(other, figure), false);
    }

    /** The figure of each source, as often as it has flows: who does most of what is in the capture counts most. */
    private static Distribution weighed(CaptureFacts facts, ToLongFunction<SourceFacts.Source> figure) {
        Distribution weighed = new Distribution();
        for (Map.Entry<Host, SourceFacts.Source> entry :
                facts.sources().sources().all()) {
            if (entry.getValue().flows() > 0) {
                weighed.add(
                        figure.applyAsLong(entry.getValue()), entry.getValue().flows());
            }
        }
        return weighed;
    }

    private void answers() {
        features.add(Feature.share(
                "flows that are a SYN without an answer",
                one.flows().loneSyns(),
                one.flows().flows(),
                other.flows().loneSyns(),
                other.flows().flows()));
        ofAnswers("flows that were answered, of those that ask", Answer.ANSWERED);
        ofAnswers("flows that were refused, of those that ask", Answer.REFUSED);
        ofAnswers("flows without an answer, of those that ask", Answer.UNANSWERED);
    }

    private void ofAnswers(String name, Answer answer) {
        features.add(Feature.share(
                name, one.flows().answers(answer), asking(one), other.flows().answers(answer), asking(other)));
    }

    private static long asking(CaptureFacts facts) {
        return facts.flows().answers(Answer.ANSWERED)
                + facts.flows().answers(Answer.REFUSED)
                + facts.flows().answers(Answer.UNANSWERED);
    }

    private void sizes() {
        FlowFacts flows = one.flows();
        FlowFacts otherFlows = other.flows();
        features.add(Feature.of("packets of a flow", flows.packets(), otherFlows.packets(), false));
        features.add(
                Feature.of("payload octets from a flow's initiator", flows.payloadUp(), otherFlows.payloadUp(), false));
        features.add(Feature.of(
                "payload octets from a flow's responder", flows.payloadDown(), otherFlows.payloadDown(), false));
        features.add(
                Feature.of("IP octets of a flow's packet", flows.packetOctets(), otherFlows.packetOctets(), false));
        features.add(Feature.of("time of a flow", flows.durationsNs(), otherFlows.durationsNs(), true));
        features.add(Feature.of(
                "octets of a frame", one.frames().lengths(), other.frames().lengths(), false));
        features.add(Feature.of(
                "time between frames", one.frames().gapsNs(), other.frames().gapsNs(), true));
    }

    private void mix() {
        ofProtocol("flows of TCP", IpProtocol.TCP);
        ofProtocol("flows of UDP", IpProtocol.UDP);
        ofProtocol("flows of ICMP", IpProtocol.ICMP);
        features.add(Feature.share(
                "flows whose service is known by content", known(one), spoken(one), known(other), spoken(other)));
        features.add(Feature.share(
                "flows within the site",
                one.site().localFlows(),
                sites(one),
                other.site().localFlows(),
                sites(other)));
    }

    private void ofProtocol(String name, int protocol) {
        features.add(Feature.share(
                name, tally.flows(protocol), tally.flows(), otherTally.flows(protocol), otherTally.flows()));
    }

    private static long known(CaptureFacts facts) {
        long known = 0;
        for (Map.Entry<ServiceKey, Sums> entry : facts.flows().services().all()) {
            boolean isKnown =
                    !entry.getKey().name().isEmpty() && !entry.getKey().isGuessed();
            known += isKnown ? entry.getValue().flows : 0;
        }
        return known;
    }

    private static long spoken(CaptureFacts facts) {
        long all = 0;
        for (Map.Entry<ServiceKey, Sums> entry : facts.flows().services().all()) {
            all += entry.getValue().flows;
        }
        return all;
    }

    private static long sites(CaptureFacts facts) {
        return facts.site().localFlows()
                + facts.site().outsideFlows()
                + facts.site().foreignFlows();
    }

    /** How far apart the hours of the day are in which octets came, from 0 to 1: says when, not what, and is not ranked. */
    double distanceOfHours() {
        double distance = 0;
        long all = one.frames().lengths().total();
        long otherAll = other.frames().lengths().total();
        for (int hour = 0; hour < FrameFacts.HOURS && all > 0 && otherAll > 0; hour++) {
            distance += Math.abs((double) one.frames().hourFrames(hour) / all
                            - (double) other.frames().hourFrames(hour) / otherAll)
                    / 2;
        }
        return distance;
    }
}
