package vedette.detect;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * One entry of an {@link AllowList}; what it does not say is null or {@link Subject#NONE}.
 *
 * @param what detector, family or alert
 * @param either prefix of either end
 * @param protocol of the port
 */
record AllowEntry(
        @Nullable String what,
        @Nullable IpPrefix from,
        @Nullable IpPrefix to,
        @Nullable IpPrefix either,
        int port,
        int protocol) {
    private static final int MOST_PORT = 65_535;
    private static final String FORM = "; write [WHAT] [from PREFIX] [to PREFIX] [port N[/tcp|/udp|/sctp]]";

    static AllowEntry parse(String text) {
        Reader reader = new Reader(text.strip().split("\\s+"));
        AllowEntry entry = reader.read();
        entry.checkMeaning();
        return entry;
    }

    /** Takes an entry apart, word by word. */
    private static final class Reader {
        private final String[] words;
        private int next;
        private @Nullable String what;
        private @Nullable IpPrefix from;
        private @Nullable IpPrefix to;
        private @Nullable IpPrefix either;
        private int port = Subject.NONE;
        private int protocol = Subject.NONE;

        Reader(String[] words) {
            this.words = words;
        }

        AllowEntry read() {
            if (words[0].isEmpty()) {
                throw new IllegalArgumentException("says nothing" + FORM);
            }
            if (names().contains(words[0])) {
                what = words[next++];
            }
            while (next < words.length) {
                clause(words[next++]);
            }
            return new AllowEntry(what, from, to, either, port, protocol);
        }

        private void clause(String word) {
            switch (word) {
                case "from" -> from = prefix(from, word);
                case "to" -> to = prefix(to, word);
                case "port" -> port(argument(word));
                default -> {
                    if (!isAddress(word)) {
                        throw unknown(word);
                    }
                    next--;
                    either = prefix(either, "a prefix without from or to");
                }
            }
        }

        private String argument(String keyword) {
            if (next == words.length) {
                throw new IllegalArgumentException("nothing stands behind " + keyword + FORM);
            }
            return words[next++];
        }

        private IpPrefix prefix(@Nullable IpPrefix before, String keyword) {
            if (before != null) {
                throw new IllegalArgumentException(keyword + " stands there twice; write two entries");
            }
            return IpPrefix.parse(argument(keyword));
        }

        private void port(String text) {
            if (port != Subject.NONE) {
                throw new IllegalArgumentException("port stands there twice; write two entries");
            }
            int slash = text.indexOf('/');
            String digits = slash < 0 ? text : text.substring(0, slash);
            if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > MOST_PORT) {
                throw new IllegalArgumentException("a port is 0 to " + MOST_PORT + ", was " + digits);
            }
            port = Integer.parseInt(digits);
            protocol = slash < 0 ? Subject.NONE : protocol(text.substring(slash + 1));
        }

        private static int protocol(String name) {
            return switch (name.toLowerCase(Locale.ROOT)) {
                case "tcp" -> IpProtocol.TCP;
                case "udp" -> IpProtocol.UDP;
                case "sctp" -> IpProtocol.SCTP;
                default -> throw new IllegalArgumentException("a port is of tcp, udp or sctp, was of " + name);
            };
        }

        private static boolean isAddress(String word) {
            return word.indexOf(':') >= 0 || word.indexOf('/') >= 0 || Character.isDigit(word.charAt(0));
        }

        private IllegalArgumentException unknown(String word) {
            return next == 1
                    ? new IllegalArgumentException("there is no detector or alert " + word + ", only "
                            + String.join(", ", names()) + "; or write from, to or port")
                    : new IllegalArgumentException(word + " is not from, to, port or a prefix" + FORM);
        }
    }

    /** Everything an entry may begin with. */
    private static Set<String> names() {
        Set<String> names = new TreeSet<>(Detectors.names());
        for (AlertType type : AlertType.values()) {
            names.add(type.label());
            names.add(type.category());
            names.add(type.detector());
        }
        return names;
    }

    /** Refuses what would allow everything, or nothing. */
    private void checkMeaning() {
        if (from == null && to == null && either == null && port == Subject.NONE) {
            throw new IllegalArgumentException("says neither whom nor which port" + FORM
                    + "; to switch a detector off, leave it out of detect.enabled");
        }
        if (either != null && (from != null || to != null)) {
            throw new IllegalArgumentException("has a prefix of either end beside from or to" + FORM);
        }
        if (from != null && to != null && from.ipVersion() != to.ipVersion()) {
            throw new IllegalArgumentException(
                    "can match nothing: " + from + " and " + to + " are not of one IP version");
        }
        List<AlertType> meant =
                Arrays.stream(AlertType.values()).filter(this::isAbout).toList();
        if (meant.stream().noneMatch(this::mayMatch)) {
            throw new IllegalArgumentException("can match nothing: " + what + lacking(meant));
        }
    }

    private boolean mayMatch(AlertType type) {
        return maySource(type) && mayDestination(type) && mayEither(type) && mayPort(type);
    }

    private boolean maySource(AlertType type) {
        return from == null || type.mayHaveSource();
    }

    private boolean mayDestination(AlertType type) {
        return to == null || type.mayHaveDestination();
    }

    private boolean mayEither(AlertType type) {
        return either == null || type.mayHaveSource() || type.mayHaveDestination();
    }

    private boolean mayPort(AlertType type) {
        return port == Subject.NONE || type.mayHavePort(port, protocol);
    }

    /** Why none of the alerts that are meant can be as the entry says. */
    private String lacking(List<AlertType> meant) {
        if (meant.stream().noneMatch(this::maySource)) {
            return " has no source";
        }
        if (meant.stream().noneMatch(this::mayDestination)) {
            return " has no destination";
        }
        if (meant.stream().noneMatch(this::mayEither)) {
            return " has neither source nor destination";
        }
        return meant.stream().noneMatch(this::mayPort) ? " has no such port" : " has never all of that at once";
    }

    private boolean isAbout(AlertType type) {
        return what == null
                || what.equals(type.label())
                || what.equals(type.category())
                || what.equals(type.detector());
    }

    boolean allows(AlertType type, Subject subject) {
        return isAbout(type)
                && (from == null || holds(from, subject.source()))
                && (to == null || holds(to, subject.destination()))
                && (either == null || holds(either, subject.source()) || holds(either, subject.destination()))
                && isPort(subject.protocol(), subject.destinationPort());
    }

    private static boolean holds(IpPrefix prefix, @Nullable IpPrefix whom) {
        return whom != null && prefix.contains(whom);
    }

    boolean allows(AlertType type, Flow flow) {
        return isAbout(type)
                && (from == null || isInitiatorIn(from, flow))
                && (to == null || isResponderIn(to, flow))
                && (either == null || isInitiatorIn(either, flow) || isResponderIn(either, flow))
                && isPort(flow.protocol(), flow.responderPort());
    }

    private static boolean isInitiatorIn(IpPrefix prefix, Flow flow) {
        return prefix.contains(flow.ipVersion(), flow.initiatorHi(), flow.initiatorLo());
    }

    private static boolean isResponderIn(IpPrefix prefix, Flow flow) {
        return prefix.contains(flow.ipVersion(), flow.responderHi(), flow.responderLo());
    }

    private boolean isPort(int ofProtocol, int ofPort) {
        return port == Subject.NONE
                || port == ofPort
                        && (protocol == Subject.NONE ? IpProtocol.hasPorts(ofProtocol) : protocol == ofProtocol);
    }
}
