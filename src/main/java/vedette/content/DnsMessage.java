package vedette.content;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a DNS message asks, as far as it tells one question from another: hashes of its name and of the domain below which that hangs, lengths, the
 * type. A few words, which can be copied while the packet cannot. Filled for one message after another; whoever wants to keep it copies it.
 */
public final class DnsMessage {
    /** Words that {@link #copyTo} writes. */
    public static final int WORDS = 12;

    /** Octets of a domain's text that are kept, the last ones. */
    public static final int DOMAIN_LENGTH = 64;

    private static final int FLAGS = 2;
    private static final int QUESTIONS = 4;
    private static final int HEADER = 12;
    private static final int OPCODE = 0x78;
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;
    private static final int MOST_LABELS = 127;
    private static final int MOST_OCTETS = 0xFFFF;
    private static final long PRIME = 0x9E3779B97F4A7C15L;

    private final long seed;
    private final byte[] name = new byte[LONGEST_NAME + 1];
    private final int[] ends = new int[MOST_LABELS + 1];
    private final byte[] domain = new byte[DOMAIN_LENGTH];
    private long domainHash;
    private long nameHash;
    private int nameLength;
    private int domainLength;
    private int labels;
    private int type;
    private int octets;
    private boolean hasQuestion;
    private boolean isUnderscored;

    /** @param seed of the hashes, so that nobody can choose names of one hash */
    public DnsMessage(long seed) {
        this.seed = seed;
    }

    /**
     * Reads a datagram's payload. Of one that is no message, or is cut within the question, the octets are known and nothing else.
     *
     * @param length octets present
     * @param octets of the whole payload
     */
    public DnsMessage of(ByteBuffer bytes, int start, int length, long octets) {
        without(octets);
        int end = start + Math.min(length, bytes.limit() - start);
        if (end - start > HEADER
                && (bytes.get(start + FLAGS) & OPCODE) == 0
                && bytes.getShort(start + QUESTIONS) == 1) {
            hasQuestion = read(bytes, start + HEADER, end);
        }
        return this;
    }

    /** Of a payload that is not looked at. */
    public DnsMessage without(long payloadOctets) {
        octets = (int) Math.min(payloadOctets, MOST_OCTETS);
        hasQuestion = false;
        isUnderscored = false;
        domainHash = 0;
        nameHash = 0;
        nameLength = 0;
        domainLength = 0;
        labels = 0;
        type = 0;
        return this;
    }

    private boolean read(ByteBuffer bytes, int from, int end) {
        int at = from;
        int length = 0;
        int count = 0;
        while (at < end && bytes.get(at) != 0) {
            int label = bytes.get(at) & 0xFF;
            boolean fits = label <= LONGEST_LABEL && at + label < end && length + label + count <= LONGEST_NAME;
            if (!fits || count == MOST_LABELS) {
                return false;
            }
            isUnderscored |= label > 0 && bytes.get(at + 1) == '_';
            for (int i = at + 1; i <= at + label; i++) {
                name[length++] = lower(bytes.get(i));
            }
            ends[count++] = length;
            at += 1 + label;
        }
        if (at + 4 >= end) {
            return false;
        }
        type = bytes.getShort(at + 1) & 0xFFFF;
        keep(length, count);
        return true;
    }

    private static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
    }

    private void keep(int length, int count) {
        labels = count;
        nameLength = Math.max(0, length + count - 1);
        int first = RegisteredDomain.firstLabel(name, ends, count);
        int from = first == 0 ? 0 : ends[first - 1];
        domainHash = hash(from, length);
        nameHash = hash(0, length);
        keepDomain(first, count);
    }

    /** Its text, from its end to its beginning. */
    private void keepDomain(int first, int count) {
        int at = DOMAIN_LENGTH;
        for (int label = count - 1; label >= first && at > 0; label--) {
            if (label < count - 1) {
                domain[--at] = '.';
            }
            int start = label == 0 ? 0 : ends[label - 1];
            for (int i = ends[label] - 1; i >= start && at > 0; i--) {
                domain[--at] = name[i] > ' ' && name[i] < 0x7F ? name[i] : (byte) '?';
            }
        }
        domainLength = DOMAIN_LENGTH - at;
        for (int i = 0; i < at; i++) {
            domain[i] = 0;
        }
    }

    private long hash(int from, int to) {
        long hash = seed;
        for (int i = from; i < to; i++) {
            hash = (hash ^ name[i] & 0xFF) * PRIME;
            hash ^= hash >>> 32;
        }
        hash = (hash ^ to - from) * PRIME;
        return hash ^ hash >>> 29;
    }

    /** Writes {@link #WORDS} words. */
    public void copyTo(long[] words, int at) {
        words[at] = domainHash;
        words[at + 1] = nameHash;
        words[at + 2] = (long) type << 48
                | (long) octets << 32
                | (long) nameLength << 24
                | (long) labels << 16
                | (long) domainLength << 8
                | (isUnderscored ? 2 : 0)
                | (hasQuestion ? 1 : 0);
        for (int word = 0; word < DOMAIN_LENGTH / Long.BYTES; word++) {
            long packed = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                packed = packed << 8 | domain[word * Long.BYTES + i] & 0xFF;
            }
            words[at + 3 + word] = packed;
        }
    }

    /** Reads what {@link #copyTo} wrote. */
    public DnsMessage read(long[] words, int at) {
        domainHash = words[at];
        nameHash = words[at + 1];
        long packed = words[at + 2];
        type = (int) (packed >>> 48);
        octets = (int) (packed >>> 32) & 0xFFFF;
        nameLength = (int) (packed >>> 24) & 0xFF;
        labels = (int) (packed >>> 16) & 0xFF;
        domainLength = (int) (packed >>> 8) & 0xFF;
        isUnderscored = (packed & 2) != 0;
        hasQuestion = (packed & 1) != 0;
        for (int i = 0; i < DOMAIN_LENGTH; i++) {
            domain[i] = (byte) (words[at + 3 + i / Long.BYTES] >>> 8 * (Long.BYTES - 1 - i % Long.BYTES));
        }
        return this;
    }

    /** Octets of the payload. */
    public int octets() {
        return octets;
    }

    /** Whether a question could be read: without one, the octets are all that is known. */
    public boolean hasQuestion() {
        return hasQuestion;
    }

    /** Whether a label begins with an underscore: a record about a domain, by a name of its own (RFC 8552), as keys of DKIM. */
    public boolean isUnderscored() {
        return isUnderscored;
    }

    /** Of the domain somebody has registered; the same for all names below none. */
    public long domainHash() {
        return domainHash;
    }

    /** Of the whole name. */
    public long nameHash() {
        return nameHash;
    }

    /** Octets of the name as it is written, dots among them. */
    public int nameLength() {
        return nameLength;
    }

    public int labels() {
        return labels;
    }

    /** Of the record that is asked for (1 A, 10 NULL, 16 TXT). */
    public int type() {
        return type;
    }

    /** Copies the text of the domain's last octets, of {@link #DOMAIN_LENGTH} the last ones. */
    public void copyDomain(byte[] target, int at) {
        System.arraycopy(domain, 0, target, at, DOMAIN_LENGTH);
    }

    /** The domain's text, the last octets of a long one; empty if the name is below none. Makes an object. */
    public String domain() {
        return new String(domain, DOMAIN_LENGTH - domainLength, domainLength, StandardCharsets.US_ASCII);
    }
}
