package vedette.export;

import java.nio.ByteBuffer;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import vedette.detect.Subject;
import vedette.flow.Flow;
import vedette.net.IpPrefix;
import vedette.net.IpProtocol;

/**
 * Community ID version 1 with seed 0: the same text for a flow in every tool that sees it, whichever way its packets go.
 * {@code "1:"} and the base64 of a SHA-1 over the ordered key. Not thread-safe.
 */
public final class CommunityId {
    /** ASCII characters of an identifier. */
    public static final int LENGTH = 30;

    private static final int SEED = 0;
    private static final int DIGEST_LENGTH = 20;
    private static final int LONGEST_KEY = 2 + 16 + 16 + 2 + 4;
    private static final int ONE_WAY = -1;

    private final MessageDigest sha1;
    private final ByteBuffer key = ByteBuffer.allocate(LONGEST_KEY);
    private final byte[] digest = new byte[DIGEST_LENGTH];
    private final byte[] base64 = new byte[LENGTH - 2];
    private final byte[] text = new byte[LENGTH];
    private final Base64.Encoder encoder = Base64.getEncoder();

    public CommunityId() {
        text[0] = '1';
        text[1] = ':';
        try {
            sha1 = MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-1", e);
        }
    }

    /** The flow's identifier in ASCII, valid until the next call. */
    public byte[] of(Flow flow) {
        return of(
                flow.ipVersion(),
                flow.protocol(),
                flow.initiatorHi(),
                flow.initiatorLo(),
                flow.responderHi(),
                flow.responderLo(),
                flow.initiatorPort(),
                flow.responderPort());
    }

    /** The identifier of the flow that an alert is about, in ASCII, valid until the next call; null if it is about more. */
    public byte @Nullable [] of(Subject subject) {
        IpPrefix source = subject.source();
        IpPrefix destination = subject.destination();
        if (source == null || destination == null || !isPair(source, destination)) {
            return null;
        }
        int protocol = subject.protocol();
        boolean isWhole = IpProtocol.hasPorts(protocol)
                ? subject.sourcePort() >= 0 && subject.destinationPort() >= 0
                : protocol >= 0 && !IpProtocol.isIcmp(protocol);
        if (!isWhole) {
            return null;
        }
        return of(
                source.ipVersion(),
                protocol,
                source.hi(),
                source.lo(),
                destination.hi(),
                destination.lo(),
                subject.sourcePort(),
                subject.destinationPort());
    }

    private static boolean isPair(IpPrefix a, IpPrefix b) {
        return a.isSingleAddress() && b.isSingleAddress() && a.ipVersion() == b.ipVersion();
    }

    /** As {@link #of(Flow)}; for ICMP the ports are type and code of a message from a to b. */
    byte[] of(int ipVersion, int protocol, long aHi, long aLo, long bHi, long bLo, int aPort, int bPort) {
        int portOfB = bPort;
        boolean oneWay = false;
        if (IpProtocol.isIcmp(protocol)) {
            int answer = protocol == IpProtocol.ICMP ? answerV4(aPort) : answerV6(aPort);
            oneWay = answer == ONE_WAY;
            portOfB = oneWay ? bPort : answer;
        }
        key.clear();
        key.putShort((short) SEED);
        boolean ports = IpProtocol.hasPorts(protocol) || IpProtocol.isIcmp(protocol);
        if (oneWay || isOrdered(aHi, aLo, aPort, bHi, bLo, portOfB)) {
            put(ipVersion, protocol, aHi, aLo, bHi, bLo, aPort, portOfB, ports);
        } else {
            put(ipVersion, protocol, bHi, bLo, aHi, aLo, portOfB, aPort, ports);
        }
        return digest();
    }

    private static boolean isOrdered(long aHi, long aLo, int aPort, long bHi, long bLo, int bPort) {
        int order = Long.compareUnsigned(aHi, bHi);
        order = order != 0 ? order : Long.compareUnsigned(aLo, bLo);
        return order < 0 || (order == 0 && aPort < bPort);
    }

    private void put(
            int ipVersion, int protocol, long aHi, long aLo, long bHi, long bLo, int aPort, int bPort, boolean ports) {
        if (ipVersion == 4) {
            key.putInt((int) aLo).putInt((int) bLo);
        } else {
            key.putLong(aHi).putLong(aLo).putLong(bHi).putLong(bLo);
        }
        key.put((byte) protocol).put((byte) 0);
        if (ports) {
            key.putShort((short) aPort).putShort((short) bPort);
        }
    }

    private byte[] digest() {
        try {
            sha1.update(key.array(), 0, key.position());
            sha1.digest(digest, 0, DIGEST_LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException("a SHA-1 has 20 octets", e);
        }
        encoder.encode(digest, base64);
        System.arraycopy(base64, 0, text, 2, base64.length);
        return text;
    }

    /** The type that answers an ICMP type or is answered by it, which stands for the second port. */
    private static int answerV4(int type) {
        return switch (type) {
            case 0 -> 8; // echo
            case 8 -> 0;
            case 9 -> 10; // router advertisement and solicitation
            case 10 -> 9;
            case 13 -> 14; // timestamp
            case 14 -> 13;
            case 15 -> 16; // information
            case 16 -> 15;
            case 17 -> 18; // address mask
            case 18 -> 17;
            default -> ONE_WAY;
        };
    }

    private static int answerV6(int type) {
        return switch (type) {
            case 128 -> 129; // echo
            case 129 -> 128;
            case 130 -> 131; // multicast listener
            case 131 -> 130;
            case 133 -> 134; // router
            case 134 -> 133;
            case 135 -> 136; // neighbour
            case 136 -> 135;
            case 139 -> 140; // node information
            case 140 -> 139;
            case 144 -> 145; // home agent address discovery
            case 145 -> 144;
            default -> ONE_WAY;
        };
    }
}
