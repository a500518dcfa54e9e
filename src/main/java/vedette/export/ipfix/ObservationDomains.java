package vedette.export.ipfix;

import java.nio.charset.StandardCharsets;
import vedette.export.ObservationPoints;

/** Which observation domain (RFC 7011 §2) the flows of an observation point belong to. */
@FunctionalInterface
public interface ObservationDomains {
    /** Exporting-process statistics and other options: no specific domain (RFC 7011 §3.1). */
    long OPTIONS = 0;

    /** The domain of replays. */
    long REPLAY = 1;

    /** In place of a point: the alerts, whatever they are of. */
    int ALERTS = -1;

    /** 1 to 2^32 - 1, always the same for a point. */
    long of(int observationPoint);

    /** One domain for all flows; the alerts' differs in the highest bit. */
    static ObservationDomains fixed(long domain) {
        return observationPoint -> observationPoint == ALERTS ? Math.max(1, domain ^ 0x8000_0000L) : domain;
    }

    /**
     * A domain for each sensor and interface, the same after every restart: collectors that forget the exporter's address
     * still tell two sensors' templates apart.
     */
    static ObservationDomains perInterface(String sensorName, ObservationPoints points) {
        return observationPoint ->
                hash(sensorName + '/' + (observationPoint == ALERTS ? "\0alerts" : points.name(observationPoint)));
    }

    /** FNV-1a; 0 is not for flows. */
    private static long hash(String text) {
        int hash = 0x811C9DC5;
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ octet & 0xFF) * 0x01000193;
        }
        return hash == 0 ? 1 : hash & 0xFFFF_FFFFL;
    }
}
