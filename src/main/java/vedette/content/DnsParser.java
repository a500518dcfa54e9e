package vedette.content;

import vedette.net.IpAddress;

/**
 * DNS (RFC 1035), over TCP too, and what has its messages: mDNS, LLMNR and NetBIOS names. The first question, and the answers.
 *
 * <pre>
 *  ID, QR|Opcode|AA|TC|RD|RA|Z|RCODE, QDCOUNT, ANCOUNT, NSCOUNT, ARCOUNT: 16 bits each
 * </pre>
 */
final class DnsParser implements Parser {
    private static final int FLAGS = 2;
    private static final int QUESTIONS = 4;
    private static final int ANSWERS = 6;
    private static final int AUTHORITIES = 8;
    private static final int ADDITIONAL = 10;
    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int MOST_ANSWERS = 64;
    private static final int MOST_STRANGE = 64;

    private static final int A = 1;
    private static final int NS = 2;
    private static final int CNAME = 5;
    private static final int PTR = 12;
    private static final int MX = 15;
    private static final int AAAA = 28;
    private static final int INTERNET = 1;
    private static final int CHAOS = 3;
    private static final int HESIOD = 4;
    private static final int ANY = 255;

    private final DnsName name = new DnsName();
    private final byte[] address = new byte[IpAddress.MAX_TEXT_LENGTH];

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram()) {
            return message(payload, 0, payload.length(), notes);
        }
        int length = payload.u16(0);
        if (length < HEADER || !payload.has(0, 2 + HEADER)) {
            return Verdict.NO;
        }
        if (!payload.has(2, length) && !payload.isLast()) {
            notes.service(Service.DNS);
            return isPlausible(payload, 2) ? Verdict.MORE : Verdict.NO;
        }
        return message(payload, 2, Math.min(payload.length(), 2 + length), notes);
    }

    private Verdict message(Payload payload, int base, int end, Notes notes) {
        if (end - base < HEADER || !isPlausible(payload, base)) {
            return Verdict.NO;
        }
        int at = base + HEADER;
        boolean asks = payload.u16(base + QUESTIONS) > 0;
        if (asks) {
            if (!name.read(payload, base, at)) {
                return Verdict.NO;
            }
            at = name.end() + 4;
            if (at > end || !isClass(payload.u16(at - 2)) || payload.u16(at - 4) == 0) {
                return Verdict.NO;
            }
        } else if (!isExpectedHere(payload)) {
            return Verdict.NO;
        }
        if (!isExpectedHere(payload) && !name.isPlausible()) {
            return Verdict.NO;
        }
        Service service = service(payload);
        notes.service(service);
        if (service != Service.NETBIOS_NS) {
            note(payload, base, at, asks, notes);
        }
        return Verdict.YES;
    }

    private void note(Payload payload, int base, int at, boolean asks, Notes notes) {
        if (asks) {
            name.note(Field.DNS_NAME, notes);
            notes.text(Field.DNS_TYPE, DnsType.name(payload.u16(at - 4)));
        }
        int flags = payload.u16(base + FLAGS);
        if ((flags & RESPONSE) != 0) {
            notes.text(Field.DNS_RCODE, DnsType.rcode(flags & 0xF));
            int questions = payload.u16(base + QUESTIONS);
            if (questions <= 1) {
                answers(payload, base, at, payload.u16(base + ANSWERS), notes);
            }
        }
    }

    private void answers(Payload payload, int base, int from, int count, Notes notes) {
        int at = from;
        for (int i = 0; i < Math.min(count, MOST_ANSWERS) && name.read(payload, base, at); i++) {
            int record = name.end();
            int length = payload.u16(record + 8);
            if (!payload.has(record, 10 + length)) {
                return;
            }
            answer(payload, base, payload.u16(record), record + 10, length, notes);
            at = record + 10 + length;
        }
    }

    private void answer(Payload payload, int base, int type, int at, int length, Notes notes) {
        switch (type) {
            case A -> {
                if (length == 4) {
                    address(4, 0, payload.i32(at) & 0xFFFF_FFFFL, Field.DNS_A, notes);
                }
            }
            case AAAA -> {
                if (length == 16) {
                    address(6, payload.i64(at), payload.i64(at + 8), Field.DNS_AAAA, notes);
                }
            }
            case CNAME -> name(payload, base, at, Field.DNS_CNAME, notes);
            case NS -> name(payload, base, at, Field.DNS_NS, notes);
            case PTR -> name(payload, base, at, Field.DNS_PTR, notes);
            case MX -> name(payload, base, at + 2, Field.DNS_MX, notes);
            default -> {
                // Other data is not kept.
            }
        }
    }

    private void address(int version, long hi, long lo, Field field, Notes notes) {
        notes.text(field, address, 0, IpAddress.write(address, 0, version, hi, lo));
    }

    private void name(Payload payload, int base, int at, Field field, Notes notes) {
        if (name.read(payload, base, at)) {
            name.note(field, notes);
        }
    }

    private static Service service(Payload payload) {
        if (!payload.isDatagram()) {
            return Service.DNS;
        }
        return switch (payload.responderPort()) {
            case 5353 -> Service.MDNS;
            case 5355 -> Service.LLMNR;
            case 137 -> Service.NETBIOS_NS;
            default -> Service.DNS;
        };
    }

    private static boolean isExpectedHere(Payload payload) {
        int port = payload.responderPort();
        return port == 53 || payload.isDatagram() && (port == 5353 || port == 5355 || port == 137);
    }

    /** Whether the header's numbers are those of a message; away from its ports, of a usual one. */
    private static boolean isPlausible(Payload payload, int base) {
        int flags = payload.u16(base + FLAGS);
        int opcode = flags >>> 11 & 0xF;
        int questions = payload.u16(base + QUESTIONS);
        int answers = payload.u16(base + ANSWERS);
        int others = payload.u16(base + AUTHORITIES) + payload.u16(base + ADDITIONAL);
        if (isExpectedHere(payload)) {
            return opcode <= 9 && questions + answers + others <= payload.length() / 5 && questions <= MOST_STRANGE;
        }
        boolean response = (flags & RESPONSE) != 0;
        return opcode == 0
                && (flags & 0x40) == 0
                && questions == 1
                && answers <= (response ? MOST_STRANGE : 0)
                && others <= (response ? MOST_STRANGE : 2);
    }

    /** The highest bit is mDNS's own. */
    private static boolean isClass(int number) {
        int plain = number & 0x7FFF;
        return plain == INTERNET || plain == CHAOS || plain == HESIOD || plain == ANY || number == 254;
    }
}
