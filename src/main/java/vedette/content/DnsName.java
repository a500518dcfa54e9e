package vedette.content;

/** Domain names (RFC 1035 §3.1, §4.1.4) as text. */
final class DnsName {
    static final int LONGEST = 255;

    private static final int MOST_JUMPS = 32;
    private static final int NOWHERE = -1;

    private final byte[] text = new byte[LONGEST];
    private int length;
    private int end;

    /**
     * Reads the name.
     *
     * @param base where the message begins, from which pointers count
     * @return whether it is one
     */
    boolean read(Payload payload, int base, int from) {
        length = 0;
        end = NOWHERE;
        int at = from;
        for (int jumps = 0; payload.has(at, 1); ) {
            int label = payload.u8(at);
            if (label == 0) {
                end = end == NOWHERE ? at + 1 : end;
                return true;
            }
            if ((label & 0xC0) == 0xC0) {
                end = end == NOWHERE ? at + 2 : end;
                at = base + (payload.u16(at) & 0x3FFF);
                if (++jumps > MOST_JUMPS) {
                    return false;
                }
            } else if ((label & 0xC0) != 0 || !add(payload, at + 1, label)) {
                return false;
            } else {
                at += 1 + label;
            }
        }
        return false;
    }

    private boolean add(Payload payload, int at, int octets) {
        int dot = length > 0 ? 1 : 0;
        if (!payload.has(at, octets) || length + dot + octets > LONGEST) {
            return false;
        }
        if (dot == 1) {
            text[length++] = '.';
        }
        payload.copy(at, octets, text, length);
        length += octets;
        return true;
    }

    /** Where the octets after the name begin. */
    int end() {
        return end;
    }

    /** The root has no text. */
    void note(Field field, Notes notes) {
        notes.text(field, text, 0, length);
    }

    /** Whether a host, a service or a pattern could have that name: what it holds is printable. */
    boolean isPlausible() {
        for (int i = 0; i < length; i++) {
            if (text[i] <= ' ' || text[i] == 0x7F) {
                return false;
            }
        }
        return true;
    }
}
