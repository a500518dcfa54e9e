package vedette.content;

import org.jspecify.annotations.Nullable;

/** Protocols of which no more than their name is told, and that a few octets at the beginning give away. */
final class BinaryParser implements Parser {
    private static final int STUN_HEADER = 20;
    private static final int STUN_COOKIE = 0x2112A442;
    private static final int SSL_REQUEST = 80_877_103;
    private static final int POSTGRES_3 = 0x0003_0000;
    private static final int MYSQL_10 = 10;
    private static final int SYSLOG_PORT = 514;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        Service service = payload.isDatagram() ? datagram(payload) : stream(payload);
        if (service == null) {
            return Verdict.NO;
        }
        notes.service(service);
        return Verdict.YES;
    }

    private static @Nullable Service datagram(Payload payload) {
        if (isStun(payload)) {
            return Service.STUN;
        }
        if (isSnmp(payload)) {
            return Service.SNMP;
        }
        if (isTftp(payload)) {
            return Service.TFTP;
        }
        return isSyslog(payload) ? Service.SYSLOG : null;
    }

    private static @Nullable Service stream(Payload payload) {
        if ((payload.u8(0) & 0xC0) == 0 && payload.i32(4) == STUN_COOKIE && payload.has(0, STUN_HEADER)) {
            return Service.STUN;
        }
        if (payload.startsWith("RFB 00", 0) && payload.u8(7) == '.') {
            return Service.RFB;
        }
        if (payload.u8(0) == 19 && payload.startsWith("BitTorrent protocol", 1)) {
            return Service.BITTORRENT;
        }
        if (isPostgres(payload)) {
            return Service.PGSQL;
        }
        return isMysql(payload) ? Service.MYSQL : null;
    }

    /** RFC 8489 §5. */
    private static boolean isStun(Payload payload) {
        int length = payload.u16(2);
        return (payload.u8(0) & 0xC0) == 0
                && length % 4 == 0
                && payload.length() == STUN_HEADER + length
                && (payload.i32(4) == STUN_COOKIE || isOldStun(payload.u16(0)));
    }

    /** RFC 3489 §11.1, which had no cookie: to bind, its answer and its error. */
    private static boolean isOldStun(int type) {
        return type == 0x0001 || type == 0x0101 || type == 0x0111;
    }

    /** A sequence of an integer from 0 to 3 and, as the version wants it, a community or a header (RFC 1157, RFC 3412). */
    private static boolean isSnmp(Payload payload) {
        int length = payload.u8(1);
        int at = length < 0x80 ? 2 : 2 + (length & 0x7F);
        int version = payload.u8(at + 2);
        return payload.u8(0) == 0x30
                && length <= 0x84
                && payload.u8(at) == 2
                && payload.u8(at + 1) == 1
                && (version <= 1 ? payload.u8(at + 3) == 4 : version == 3 && payload.u8(at + 3) == 0x30);
    }

    /** RFC 1350 §5: a request to read or write, with a name and a mode. */
    private static boolean isTftp(Payload payload) {
        int code = payload.u16(0);
        int end = payload.find(0, 2, payload.length());
        return (code == 1 || code == 2)
                && end > 2
                && payload.isPrintable(2, end)
                && (payload.startsWithIgnoringCase("octet", end + 1)
                        || payload.startsWithIgnoringCase("netascii", end + 1));
    }

    /** RFC 5424 §6: a priority in brackets. */
    private static boolean isSyslog(Payload payload) {
        int end = payload.find('>', 2, 5);
        if (payload.responderPort() != SYSLOG_PORT || payload.u8(0) != '<' || end < 0) {
            return false;
        }
        for (int at = 1; at < end; at++) {
            if (payload.u8(at) < '0' || payload.u8(at) > '9') {
                return false;
            }
        }
        return true;
    }

    private static boolean isPostgres(Payload payload) {
        int length = payload.i32(0);
        int code = payload.i32(4);
        return code == SSL_REQUEST && length == 8 || code == POSTGRES_3 && length > 8 && payload.startsWith("user", 8);
    }

    /** The server's handshake: a packet with number 0, protocol version 10, and a version as text. */
    private static boolean isMysql(Payload payload) {
        int end = payload.find(0, 5, Math.min(payload.length(), 5 + 64));
        return !payload.isFromInitiator()
                && payload.u8(3) == 0
                && payload.u8(4) == MYSQL_10
                && payload.u8(0) + (payload.u8(1) << 8) + (payload.u8(2) << 16) <= payload.length()
                && end > 6
                && payload.isPrintable(5, end);
    }
}
