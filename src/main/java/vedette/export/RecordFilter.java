package vedette.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;
import vedette.net.ProtocolName;

/**
 * Which records a collector is given: those that match one of its prefixes, if it names any, and one of its protocols, if it
 * names any. Immutable, and allocates nothing once made.
 *
 * <p>An entry is a prefix ({@code 10.0.0.0/8}, of either end), a protocol ({@code tcp}, or its number) or a service
 * ({@code udp/53}, the responder's port).
 */
public final class RecordFilter {
    private static final String FORM =
            "is no prefix such as 10.0.0.0/8, protocol such as tcp or service such as udp/53";
    private static final int MOST_PROTOCOL = 255;
    private static final int MOST_PORT = 65_535;

    private final IpPrefix[] prefixes;
    private final Service[] services;

    /** @param port {@link Subject#NONE} for any */
    private record Service(int protocol, int port) {
        boolean covers(Service other) {
            return protocol == other.protocol && (port == Subject.NONE || port == other.port);
        }

        boolean matches(int otherProtocol, int otherPort) {
            return protocol == otherProtocol && (port == Subject.NONE || port == otherPort);
        }
    }

    private RecordFilter(List<IpPrefix> prefixes, List<Service> services) {
        this.prefixes = prefixes.toArray(IpPrefix[]::new);
        this.services = services.toArray(Service[]::new);
    }

    /**
     * Reads entries.
     *
     * @throws IllegalArgumentException that says which entry is wrong and how; begins with {@code collector.only}
     */
    public static RecordFilter of(List<String> entries) {
        List<IpPrefix> prefixes = new ArrayList<>();
        List<Service> services = new ArrayList<>();
        for (String entry : entries) {
            try {
                read(entry.strip(), prefixes, services);
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("collector.only \"" + entry + "\": " + bad.getMessage(), bad);
            }
        }
        return new RecordFilter(prefixes, services);
    }

    private static void read(String entry, List<IpPrefix> prefixes, List<Service> services) {
        if (entry.indexOf(':') >= 0 || entry.indexOf('.') >= 0) {
            add(IpPrefix.parse(entry), prefixes);
        } else {
            add(service(entry), services);
        }
    }

    private static <T> void add(T entry, List<T> entries) {
        if (entries.contains(entry)) {
            throw new IllegalArgumentException("stands there twice");
        }
        entries.add(entry);
    }

    private static Service service(String entry) {
        int slash = entry.indexOf('/');
        String name = slash < 0 ? entry : entry.substring(0, slash);
        int protocol = protocol(name);
        if (protocol == Subject.NONE) {
            throw new IllegalArgumentException(FORM);
        }
        if (slash < 0) {
            return new Service(protocol, Subject.NONE);
        }
        if (!IpProtocol.hasPorts(protocol)) {
            throw new IllegalArgumentException("a port is of tcp, udp or sctp, was of " + name);
        }
        return new Service(protocol, port(entry.substring(slash + 1)));
    }

    private static int protocol(String name) {
        if (name.matches("\\d{1,3}")) {
            int number = Integer.parseInt(name);
            return number <= MOST_PROTOCOL ? number : Subject.NONE;
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "icmpv6" -> IpProtocol.ICMPV6;
            case "" -> Subject.NONE;
            default -> byName(name);
        };
    }

    /** A name that several protocols share is nobody's. */
    private static int byName(String name) {
        int found = Subject.NONE;
        for (int protocol = 0; protocol <= MOST_PROTOCOL; protocol++) {
            if (ProtocolName.of(protocol).equalsIgnoreCase(name)) {
                if (found != Subject.NONE) {
                    return Subject.NONE;
                }
                found = protocol;
            }
        }
        return found;
    }

    private static int port(String digits) {
        if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MOST_PORT) {
            throw new IllegalArgumentException("a port is 0 to " + MOST_PORT + ", was " + digits);
        }
        return Integer.parseInt(digits);
    }

    /** Whether it lets everything pass. */
    public boolean isEmpty() {
        return prefixes.length == 0 && services.length == 0;
    }

    /** Whether whatever the other lets pass passes here too. */
    public boolean covers(RecordFilter other) {
        return covers(prefixes, other.prefixes, IpPrefix::contains)
                && covers(services, other.services, Service::covers);
    }

    private static <T> boolean covers(T[] wide, T[] narrow, BiPredicate<T, T> covers) {
        return wide.length == 0
                || narrow.length > 0
                        && Arrays.stream(narrow)
                                .allMatch(each -> Arrays.stream(wide).anyMatch(one -> covers.test(one, each)));
    }

    /** Whether the collector asked for the flow. */
    public boolean matches(Flow flow) {
        return (services.length == 0 || isService(flow.protocol(), flow.responderPort()))
                && (prefixes.length == 0 || isEitherEndIn(flow));
    }

    /** An aggregate has no initiator. */
    private boolean isEitherEndIn(Flow flow) {
        int version = flow.ipVersion();
        for (IpPrefix prefix : prefixes) {
            if (prefix.contains(version, flow.responderHi(), flow.responderLo())
                    || !flow.isAggregate() && prefix.contains(version, flow.initiatorHi(), flow.initiatorLo())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the collector asked for the alert, by whom it is about; what is about the sensor itself always passes. */
    public boolean matches(Alert alert) {
        if (RecordKind.of(alert) == RecordKind.HEALTH) {
            return true;
        }
        Subject subject = alert.subject();
        return (services.length == 0 || isService(subject.protocol(), subject.destinationPort()))
                && (prefixes.length == 0 || isWithin(subject.source()) || isWithin(subject.destination()));
    }

    private boolean isService(int protocol, int port) {
        for (Service service : services) {
            if (service.matches(protocol, port)) {
                return true;
            }
        }
        return false;
    }

    private boolean isWithin(@Nullable IpPrefix whom) {
        if (whom != null) {
            for (IpPrefix prefix : prefixes) {
                if (prefix.contains(whom)) {
                    return true;
                }
            }
        }
        return false;
    }
}
