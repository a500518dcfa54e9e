package vedette.detect;

import java.util.Arrays;
import vedette.detect.Detector.Event;
import vedette.flow.FlowEvents;
import vedette.flow.Probe;

/** Which detectors are told of which events, in the order they run, so that nobody is called whom it does not concern. */
final class Watchers {
    final Detector[] synAck;
    final Detector[] handshake;
    final Detector[] burst;
    final Detector[] packet;
    final Detector[] dns;
    final Detector[] arp;

    // For each beginning of a flow: indexed by Probe.code.
    final Detector[][] begin;
    final Detector[][] outcome;
    final Detector[][] record;

    private final Detector[] detectors;

    Watchers(Detector[] detectors) {
        this.detectors = detectors;
        synAck = of(Event.SYN_ACK);
        handshake = of(Event.HANDSHAKE);
        burst = of(Event.BURST);
        packet = of(Event.PACKET);
        dns = of(Event.DNS);
        arp = of(Event.ARP);
        begin = ofProbes(Event.BEGIN);
        outcome = ofProbes(Event.OUTCOME);
        record = ofProbes(Event.RECORD);
    }

    /** Those who are told when that happens to a flow that began so. */
    Detector[] of(FlowEvents.Change change, Probe probe) {
        return switch (change) {
            case BEGIN -> begin[probe.code()];
            case SYN_ACK -> synAck;
            case HANDSHAKE -> handshake;
            case OUTCOME -> outcome[probe.code()];
            case BURST -> burst;
        };
    }

    private Detector[] of(Event event) {
        return Arrays.stream(detectors)
                .filter(detector -> detector.watches().contains(event))
                .toArray(Detector[]::new);
    }

    private Detector[][] ofProbes(Event event) {
        Probe[] probes = Probe.values();
        Detector[][] all = new Detector[probes.length][];
        for (Probe probe : probes) {
            all[probe.code()] = Arrays.stream(of(event))
                    .filter(detector -> detector.minds(probe))
                    .toArray(Detector[]::new);
        }
        return all;
    }
}
