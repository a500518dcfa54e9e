package vedette.content;

import vedette.net.IpAddress;

/** DHCP (RFC 2131 §2, RFC 2132): who asks, what he is given. DHCPv6 (RFC 8415) by its ports and message types. */
final class DhcpParser implements Parser {
    private static final int YOUR_ADDRESS = 16;
    private static final int COOKIE = 236;
    private static final int MAGIC = 0x63825363;
    private static final int OPTIONS = 240;
    private static final int PAD = 0;
    private static final int HOST_NAME = 12;
    private static final int MESSAGE_TYPE = 53;
    private static final int VENDOR_CLASS = 60;
    private static final int END = 255;
    private static final int MOST_V6_TYPE = 37;
    private static final String[] TYPES = {
        "discover", "offer", "request", "decline", "ack", "nak", "release", "inform",
    };

    private final byte[] text = new byte[IpAddress.MAX_TEXT_LENGTH];

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        int port = payload.responderPort();
        if (!payload.isDatagram()) {
            return Verdict.NO;
        }
        if (port == 546 || port == 547) {
            boolean known = payload.u8(0) > 0 && payload.u8(0) <= MOST_V6_TYPE && payload.has(0, 4);
            notes.service(Service.DHCPV6);
            return known ? Verdict.YES : Verdict.NO;
        }
        if (payload.u8(0) < 1 || payload.u8(0) > 2 || payload.i32(COOKIE) != MAGIC) {
            return Verdict.NO;
        }
        notes.service(Service.DHCP);
        options(payload, notes);
        addresses(payload, notes);
        return Verdict.YES;
    }

    private static void options(Payload payload, Notes notes) {
        int at = OPTIONS;
        while (payload.has(at, 2) && payload.u8(at) != END) {
            if (payload.u8(at) == PAD) {
                at++;
                continue;
            }
            int length = payload.u8(at + 1);
            if (!payload.has(at + 2, length)) {
                return;
            }
            option(payload, payload.u8(at), at + 2, length, notes);
            at += 2 + length;
        }
    }

    private static void option(Payload payload, int code, int at, int length, Notes notes) {
        switch (code) {
            case MESSAGE_TYPE -> {
                int type = length == 1 ? payload.u8(at) : 0;
                if (type >= 1 && type <= TYPES.length) {
                    notes.text(Field.DHCP_TYPE, TYPES[type - 1]);
                }
            }
            case HOST_NAME -> notes.text(Field.DHCP_HOSTNAME, payload, at, length);
            case VENDOR_CLASS -> notes.text(Field.DHCP_VENDOR, payload, at, length);
            default -> {
                // Not kept.
            }
        }
    }

    private void addresses(Payload payload, Notes notes) {
        int yours = payload.i32(YOUR_ADDRESS);
        if (yours != 0) {
            notes.text(Field.DHCP_ASSIGNED, text, 0, IpAddress.write(text, 0, 4, 0, yours & 0xFFFF_FFFFL));
        }
    }
}
