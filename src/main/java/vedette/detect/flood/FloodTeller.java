package vedette.detect.flood;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.detect.AlertDesk;
import vedette.detect.Evidence;
import vedette.detect.Finding;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/** Puts attacks on a {@link RateTarget} into words and brings them to the desk. */
final class FloodTeller {
    private static final double ONE = 0.95;
    private static final double MAIN_PORT = 0.8;

    private final FloodConfig config;
    private final AlertDesk desk;

    FloodTeller(FloodConfig config, AlertDesk desk) {
        this.config = config;
        this.desk = desk;
    }

    void open(RateTarget host, long nowNs) {
        RateAttack attack = host.attack;
        Portrait portrait = host.portrait;
        boolean ports = portrait != null && attack.kind.protocol != IpProtocol.ICMP;
        attack.port = ports && portrait != null ? portrait.mainPort(MAIN_PORT) : Subject.NONE;
        int protocol = attack.kind.protocol == IpProtocol.ICMP && host.ipVersion == 6
                ? IpProtocol.ICMPV6
                : attack.kind.protocol;
        Subject subject = new Subject(source(host), host.prefix(), protocol, attack.port, sourcePort(host));
        host.alert = desk.open(attack.kind.type, subject, finding(host), nowNs);
    }

    private static @Nullable IpPrefix source(RateTarget host) {
        Portrait portrait = host.portrait;
        return portrait != null && portrait.hasOneSource(ONE) ? portrait.firstSource() : null;
    }

    /** The port of the service that amplifies, or none. */
    private static int sourcePort(RateTarget host) {
        Portrait portrait = host.portrait;
        return host.attack.kind == Flood.AMPLIFICATION && portrait != null
                ? portrait.mainSourcePort(MAIN_PORT)
                : Subject.NONE;
    }

    void goesOn(RateTarget host, long nowNs) {
        if (desk.goesOn(host.alert, host.attack.packets, nowNs)) {
            desk.update(host.alert, finding(host), nowNs);
        }
    }

    void close(RateTarget host, long nowNs) {
        desk.close(host.alert, finding(host), nowNs);
        host.alert = AlertDesk.NONE;
    }

    private Finding finding(RateTarget host) {
        RateAttack attack = host.attack;
        return new Finding(
                Level.HIGH,
                90,
                attack.kind.technique,
                attack.firstNs,
                Math.max(attack.firstNs, host.lastNs),
                attack.packets,
                message(host),
                evidence(host));
    }

    private static String message(RateTarget host) {
        RateAttack attack = host.attack;
        Portrait portrait = host.portrait;
        int sourcePort = sourcePort(host);
        return String.format(
                Locale.ROOT,
                "was sent %d %s%s%s within %.1f s, %.1f Mbit/s%s",
                attack.packets,
                attack.kind.what,
                sourcePort < 0 ? "" : " (from port " + sourcePort + ")",
                attack.port < 0 ? "" : " to port " + attack.port,
                seconds(host),
                attack.octets * 8 / 1e6 / Math.max(1, seconds(host)),
                portrait == null ? "" : ", " + portrait.senders());
    }

    private static double seconds(RateTarget host) {
        return Math.max(0.1, (host.lastNs - host.attack.firstNs) / 1e9);
    }

    private Evidence evidence(RateTarget host) {
        RateAttack attack = host.attack;
        double seconds = Math.max(1, seconds(host));
        Evidence evidence = new Evidence()
                .crossing(rounded(attack.figure), rounded(attack.threshold))
                .across(sources(host), ports(host))
                .put("kind", attack.kind.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("duration_s", rounded(seconds(host)))
                .put("packets", attack.packets)
                .put("packets_per_s", rounded(attack.packets / seconds))
                .put("peak_packets_per_s", attack.peak)
                .put("octets", attack.octets)
                .put("bits_per_s", Math.round(attack.octets * 8 / seconds))
                .put("new_flows", attack.flows);
        if (attack.isUsualKnown) {
            evidence.put("usual_packets_per_s", rounded(attack.usual))
                    .put("usual_octets_per_s", rounded(attack.usualOctets));
        }
        evidence.put("threshold_packets_per_s", config.minPackets());
        if (attack.kind == Flood.AMPLIFICATION) {
            evidence.put("threshold_bits_per_s", config.minAmplifiedBits());
        }
        Portrait portrait = host.portrait;
        if (portrait != null) {
            portrait.describe(evidence);
        }
        return evidence;
    }

    private static long sources(RateTarget host) {
        Portrait portrait = host.portrait;
        return portrait == null ? 0 : portrait.distinctSources();
    }

    private static long ports(RateTarget host) {
        Portrait portrait = host.portrait;
        if (portrait == null || host.attack.kind.protocol == IpProtocol.ICMP) {
            return 0;
        }
        return host.attack.port < 0 ? portrait.places() : 1;
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }
}
