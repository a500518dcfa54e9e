package vedette.export.netflow;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Options records of version 9 (RFC 3954 §6) that name the interfaces, in the layout routers have made the usual one. */
final class InterfaceOptions {
    static final int TEMPLATE_ID = 0x0980;
    static final int NAME_LENGTH = 32;

    /** Octets of the options template record. */
    static final int DEFINITION_LENGTH = 18;

    private static final int SCOPE_SYSTEM = 1;
    private static final int SYSTEM_LENGTH = 4;
    private static final int SCOPES_LENGTH = 4;
    private static final int INPUT_SNMP_LENGTH = 4;
    private static final int IF_NAME = 82;
    private static final int OPTIONS_LENGTH = 8;

    /** Octets of a record. */
    static final int RECORD_LENGTH = SYSTEM_LENGTH + INPUT_SNMP_LENGTH + NAME_LENGTH;

    private InterfaceOptions() {}

    static void putDefinition(ByteBuffer out, int at) {
        out.position(at)
                .putShort((short) TEMPLATE_ID)
                .putShort((short) SCOPES_LENGTH)
                .putShort((short) OPTIONS_LENGTH)
                .putShort((short) SCOPE_SYSTEM)
                .putShort((short) SYSTEM_LENGTH)
                .putShort((short) FieldType.INPUT_SNMP.id())
                .putShort((short) INPUT_SNMP_LENGTH)
                .putShort((short) IF_NAME)
                .putShort((short) NAME_LENGTH);
    }

    /** Writes a record; of a longer name, whole characters as far as they fit. */
    static void putRecord(int ifIndex, String name, ByteBuffer out, int at) {
        byte[] octets = name.getBytes(StandardCharsets.UTF_8);
        int end = Math.min(octets.length, NAME_LENGTH);
        while (end < octets.length && end > 0 && (octets[end] & 0xC0) == 0x80) {
            end--;
        }
        out.position(at).putInt(0).putInt(ifIndex).put(octets, 0, end);
        for (int i = end; i < NAME_LENGTH; i++) {
            out.put((byte) 0);
        }
    }
}
