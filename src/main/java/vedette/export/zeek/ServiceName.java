package vedette.export.zeek;

import org.jspecify.annotations.Nullable;
import vedette.content.Findings;
import vedette.content.Service;

/** What Zeek calls a service in conn.log; where it knows none, our own name. */
final class ServiceName {
    private ServiceName() {}

    /** Null unless content told it: a guess by the port is no service for Zeek. */
    static @Nullable String of(Findings findings) {
        Service service = findings.service();
        return service == null || findings.isGuessed() ? null : name(service);
    }

    private static String name(Service service) {
        return switch (service) {
            case TLS -> "ssl";
            case QUIC -> "quic,ssl";
            case MDNS, LLMNR, NETBIOS_NS -> "dns";
            case PGSQL -> "postgresql";
            case KRB5 -> "krb";
            default -> service.toString();
        };
    }
}
