package vedette.export.syslog;

import vedette.export.CollectorConfig;
import vedette.export.SyslogConfig;
import vedette.export.SyslogConfig.Framing;

/** A way by which messages come to a receiver, each with a port and a file of its own. */
enum Way {
    UDP("syslog+udp", Framing.OCTETS),
    TCP("syslog+tcp", Framing.OCTETS),
    TCP_LINES("syslog+tcp", Framing.LF);

    private final String scheme;
    private final Framing framing;

    Way(String scheme, Framing framing) {
        this.scheme = scheme;
        this.framing = framing;
    }

    CollectorConfig collector(int port, SyslogConfig syslog) {
        return CollectorConfig.of(scheme + "://127.0.0.1:" + port).withSyslog(syslog.withFraming(framing));
    }

    int mostOctets() {
        return this == UDP ? 1180 : 2048;
    }

    /** What a configuration calls it, and its file. */
    String label() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
