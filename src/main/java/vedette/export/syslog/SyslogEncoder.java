package vedette.export.syslog;

import vedette.detect.Alert;
import vedette.export.SyslogConfig;
import vedette.flow.Flow;

/** Turns alerts and flow records into syslog messages, none longer than the transport takes. Not thread-safe. */
interface SyslogEncoder {
    byte[] of(Alert alert);

    /**
     * Encodes a flow record.
     *
     * @param interfaceName of the flow's observation point
     */
    byte[] of(Flow flow, String interfaceName);

    /**
     * The encoder of a format.
     *
     * @param mostOctets the longest message, 512 or more
     */
    static SyslogEncoder of(SyslogConfig config, SyslogIdentity identity, int mostOctets) {
        SyslogHeader header = new SyslogHeader(config.facility(), identity);
        return switch (config.format()) {
            case RFC5424 -> new StructuredEncoder(header, identity, mostOctets);
            case CEF -> new CefEncoder(header, identity, mostOctets);
        };
    }
}
