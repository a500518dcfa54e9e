package vedette.content;

/**
 * SMB over TCP, with or without NetBIOS sessions (MS-SMB2 §2.1, RFC 1002 §4.3): the dialect that the server chose.
 *
 * <pre>
 *  type (0), length (24 bits), protocol identifier (0xFF, 0xFE, 0xFD or 0xFC, "SMB"), header
 * </pre>
 */
final class SmbParser implements Parser {
    private static final int SESSION_REQUEST = 0x81;
    private static final int SESSION_REPLY = 0x82;
    private static final int SESSION_PORT = 139;
    private static final int SMB2 = 0xFE;
    private static final int SMB1 = 0xFF;
    private static final int COMMAND = 4 + 12;
    private static final int BODY = 4 + 64;
    private static final int DIALECT = BODY + 4;
    private static final int NEGOTIATE_RESPONSE_SIZE = 65;
    private static final int WILDCARD = 0x02FF;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram()) {
            return Verdict.NO;
        }
        int type = payload.u8(0);
        if (payload.responderPort() == SESSION_PORT && (type == SESSION_REQUEST || type == SESSION_REPLY)) {
            notes.service(Service.SMB);
            return Verdict.YES;
        }
        int identifier = payload.u8(4);
        if (type != 0 || identifier < 0xFC || !payload.startsWith("SMB", 5)) {
            return Verdict.NO;
        }
        notes.service(Service.SMB);
        if (identifier == SMB2 && !payload.isFromInitiator() && payload.has(0, DIALECT + 2)) {
            dialect(payload, notes);
        } else if (identifier == SMB1 && !payload.isFromInitiator()) {
            notes.text(Field.SMB_DIALECT, "NT LM 0.12");
        }
        return Verdict.YES;
    }

    private static void dialect(Payload payload, Notes notes) {
        if (payload.u16(COMMAND) != 0 || little(payload, BODY) != NEGOTIATE_RESPONSE_SIZE) {
            return;
        }
        switch (little(payload, DIALECT)) {
            case 0x0202 -> notes.text(Field.SMB_DIALECT, "2.02");
            case 0x0210 -> notes.text(Field.SMB_DIALECT, "2.10");
            case 0x0300 -> notes.text(Field.SMB_DIALECT, "3.00");
            case 0x0302 -> notes.text(Field.SMB_DIALECT, "3.02");
            case 0x0311 -> notes.text(Field.SMB_DIALECT, "3.11");
            case WILDCARD -> notes.text(Field.SMB_DIALECT, "2.??");
            default -> {
                // One that is not known has no name.
            }
        }
    }

    private static int little(Payload payload, int at) {
        return payload.u8(at) | payload.u8(at + 1) << 8;
    }
}
