package vedette.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** DNS messages with one question. */
public final class DnsBytes {
    private static final int HEADER = 12;

    private DnsBytes() {}

    public static byte[] query(int type, String name) {
        return message(0x0100, 0, type, name, 0);
    }

    /** An answer of one record with so many octets of data. */
    public static byte[] answer(int type, String name, int octets) {
        return message(0x8180, 1, type, name, octets);
    }

    private static byte[] message(int flags, int answers, int type, String name, int octets) {
        byte[] asked = name(name);
        ByteBuffer bytes = ByteBuffer.allocate(HEADER + asked.length + 4 + answers * (12 + octets));
        bytes.putShort((short) 0x1234).putShort((short) flags);
        bytes.putShort((short) 1).putShort((short) answers).putInt(0);
        bytes.put(asked).putShort((short) type).putShort((short) 1);
        if (answers > 0) {
            bytes.putShort((short) 0xC00C).putShort((short) type).putShort((short) 1);
            bytes.putInt(60).putShort((short) octets);
        }
        return bytes.array();
    }

    private static byte[] name(String name) {
        ByteArrayOutputStream labels = new ByteArrayOutputStream();
        for (String label : name.isEmpty() ? new String[0] : name.split("\\.", -1)) {
            byte[] octets = label.getBytes(StandardCharsets.ISO_8859_1);
            labels.write(octets.length);
            labels.writeBytes(octets);
        }
        labels.write(0);
        return labels.toByteArray();
    }
}
