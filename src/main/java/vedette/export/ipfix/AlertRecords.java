package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.AlertState;
import vedette.detect.Evidence;
import vedette.detect.Level;
import vedette.detect.Subject;
import vedette.export.AlertText;
import vedette.export.CommunityId;
import vedette.net.IpPrefix;

/**
 * Alerts as options records in a domain of their own: as data records of a template, collectors would take them for flows.
 * What our elements are is told before the first of them (RFC 5610).
 */
final class AlertRecords {
    private static final int MOST_NAME_OCTETS = 64;
    private static final int MOST_TEXT_OCTETS = 1000;
    private static final int SHORT_LENGTH = 255;
    private static final long MOST_COUNTED = 0xFFFF_FFFFL;
    private static final int NO_PROTOCOL = 255;
    private static final long ALL_POINTS = 0;
    private static final long NS_PER_MS = 1_000_000;
    private static final int HEX = 16;
    private static final byte[] NOTHING = {};

    private final Types types;
    private final DomainStream stream;
    private final int mostOctets;
    private final byte[] sensorName;
    private final Template ipv4;
    private final Template ipv6;
    private final CommunityId communityId = new CommunityId();
    private final ByteBuffer record;
    private boolean typesTold;

    /**
     * @param types tells what the elements are, in the same domain
     * @param mostOctets the longest message
     */
    AlertRecords(Types types, DomainStream stream, long enterprise, String sensorName, int mostOctets) {
        this.types = types;
        this.stream = stream;
        this.mostOctets = mostOctets - IpfixMessage.HEADER_LENGTH - IpfixMessage.SET_HEADER_LENGTH;
        this.sensorName = utf8(sensorName.replace('\0', '?'), MOST_NAME_OCTETS);
        this.ipv4 = OptionsTemplates.alertIpv4(enterprise);
        this.ipv6 = OptionsTemplates.alertIpv6(enterprise);
        this.record = ByteBuffer.allocate(this.mostOctets);
    }

    void onAlert(Alert alert) throws IOException {
        if (!typesTold) {
            tellTypes();
        }
        Template template = isIpv6(alert.subject()) ? ipv6 : ipv4;
        record.clear();
        put(alert, template == ipv6);
        record.flip();
        int at = stream.add(template, 1, record.remaining());
        stream.bytes().put(at, record, 0, record.remaining());
        stream.count(0, 0);
    }

    private static boolean isIpv6(Subject subject) {
        IpPrefix whom = subject.source() != null ? subject.source() : subject.destination();
        return whom != null && whom.ipVersion() == 6;
    }

    /** Tells what the elements are: again, or to a collector that is new. */
    void tellTypes() throws IOException {
        typesTold = true;
        types.tell();
    }

    /** Tells what the elements in the records are (RFC 5610). */
    interface Types {
        void tell() throws IOException;
    }

    private void put(Alert alert, boolean isIpv6) {
        Subject subject = alert.subject();
        record.putLong(ALL_POINTS)
                .putLong(Math.floorDiv(alert.publishedNs(), NS_PER_MS))
                .putLong(Math.floorDiv(alert.firstNs(), NS_PER_MS))
                .putLong(Math.floorDiv(alert.lastNs(), NS_PER_MS));
        putPrefix(subject.source(), isIpv6);
        putPrefix(subject.destination(), isIpv6);
        record.put((byte) (subject.protocol() < 0 ? NO_PROTOCOL : subject.protocol()))
                .putShort((short) Math.max(0, subject.sourcePort()))
                .putShort((short) Math.max(0, subject.destinationPort()));
        putFacts(alert);
    }

    /** Nobody is the prefix of everybody. */
    private void putPrefix(@Nullable IpPrefix prefix, boolean isIpv6) {
        if (isIpv6) {
            record.putLong(prefix == null ? 0 : prefix.hi()).putLong(prefix == null ? 0 : prefix.lo());
        } else {
            record.putInt(prefix == null ? 0 : (int) prefix.lo());
        }
        record.put((byte) (prefix == null ? 0 : prefix.length()));
    }

    /** The fields of our own, in the order of {@link AlertElement}. */
    private void putFacts(Alert alert) {
        Evidence evidence = alert.evidence();
        putId(alert.id());
        putString(alert.type().label().getBytes(StandardCharsets.UTF_8));
        record.put((byte) state(alert.state()))
                .put((byte) severity(alert.level()))
                .put((byte) alert.confidence())
                .putLong(alert.count())
                .putInt((int) Math.min(evidence.hosts(), MOST_COUNTED))
                .putInt((int) Math.min(evidence.ports(), MOST_COUNTED))
                .putDouble(evidence.score())
                .putDouble(evidence.threshold());
        byte[] technique = utf8(alert.technique(), MOST_NAME_OCTETS);
        byte @Nullable [] id = communityId.of(alert.subject());
        byte[] flow = id == null ? NOTHING : id.clone();
        int after = 1 + technique.length + Short.BYTES + 1 + flow.length + 1 + sensorName.length;
        int room = mostOctets - record.position() - after - 1 - Short.BYTES;
        putString(utf8(AlertText.ascii(alert.message()), Math.min(room, MOST_TEXT_OCTETS)));
        putString(technique);
        record.putShort((short) Math.min(alert.revision(), 0xFFFF));
        putString(flow);
        putString(sensorName);
    }

    private void putId(String hex) {
        record.putLong(Long.parseUnsignedLong(hex, 0, HEX, HEX))
                .putLong(Long.parseUnsignedLong(hex, HEX, 2 * HEX, HEX));
    }

    private static int state(AlertState state) {
        return switch (state) {
            case OPEN -> 1;
            case UPDATE -> 2;
            case CLOSE -> 3;
        };
    }

    private static int severity(Level level) {
        return switch (level) {
            case INFO -> 10;
            case LOW -> 21;
            case MEDIUM -> 47;
            case HIGH -> 73;
            case CRITICAL -> 99;
        };
    }

    private void putString(byte[] octets) {
        if (octets.length < SHORT_LENGTH) {
            record.put((byte) octets.length);
        } else {
            record.put((byte) SHORT_LENGTH).putShort((short) octets.length);
        }
        record.put(octets);
    }

    /** Whole characters as far as they fit. */
    private static byte[] utf8(String text, int most) {
        return FlowTexts.utf8(text.getBytes(StandardCharsets.UTF_8), most);
    }
}
