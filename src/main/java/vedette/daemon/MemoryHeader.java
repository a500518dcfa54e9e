package vedette.daemon;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import vedette.detect.DetectConfig;
import vedette.detect.memory.Memory;

/**
 * What stands at the beginning of a {@link MemoryFile}.
 *
 * <pre>
 * "VEDETMEM"   8 octets
 * version      16 bits, of this layout and that of blocks
 * seed         64 bits, of all hashes
 * site         64 bits, of what else the memories rest on
 * saved        64 bits, nanoseconds since 1970
 * memories     16 bits, then for each: length of its name, 8 bits; its name; its shape, 64 bits
 * </pre>
 *
 * @param site stands for the prefixes that are local
 * @param savedNs when it was begun
 * @param names of the memories, by the numbers they have in blocks
 */
record MemoryHeader(long seed, long site, long savedNs, List<String> names, List<Long> shapes) {
    private static final byte[] MAGIC = "VEDETMEM".getBytes(StandardCharsets.US_ASCII);
    private static final short VERSION = 1;

    /** More than there will ever be. */
    static final int MOST_OCTETS = 1 << 16;

    static MemoryHeader of(List<Memory> memories, long seed, DetectConfig config, long nowNs) {
        return new MemoryHeader(
                seed,
                siteOf(config),
                nowNs,
                memories.stream().map(Memory::name).toList(),
                memories.stream().map(Memory::shape).toList());
    }

    /** Whose addresses are local is part of what is remembered of them. */
    static long siteOf(DetectConfig config) {
        CRC32C checksum = new CRC32C();
        config.localNets().stream()
                .sorted()
                .forEach(net -> checksum.update((net + ' ').getBytes(StandardCharsets.UTF_8)));
        return checksum.getValue();
    }

    /** Whose memories have these names, in words: a name begins with the detector's. */
    static String detectorsOf(List<String> names) {
        return names.stream()
                .map(name -> name.split("\\.", 2)[0])
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    void write(ByteBuffer to) {
        to.put(MAGIC)
                .putShort(VERSION)
                .putLong(seed)
                .putLong(site)
                .putLong(savedNs)
                .putShort((short) names.size());
        for (int i = 0; i < names.size(); i++) {
            byte[] name = names.get(i).getBytes(StandardCharsets.US_ASCII);
            to.put((byte) name.length).put(name).putLong(shapes.get(i));
        }
    }

    static MemoryHeader read(ByteBuffer from) throws UnusableMemoryException {
        try {
            return readWhole(from);
        } catch (BufferUnderflowException e) {
            throw new UnusableMemoryException("is damaged");
        }
    }

    private static MemoryHeader readWhole(ByteBuffer from) throws UnusableMemoryException {
        byte[] magic = new byte[MAGIC.length];
        from.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UnusableMemoryException("is no memory of detectors");
        }
        short version = from.getShort();
        if (version != VERSION) {
            throw new UnusableMemoryException("is of version " + version + ", and this sensor reads " + VERSION);
        }
        long seed = from.getLong();
        long site = from.getLong();
        long savedNs = from.getLong();
        List<String> names = new ArrayList<>();
        List<Long> shapes = new ArrayList<>();
        for (int left = from.getShort() & 0xFFFF; left > 0; left--) {
            byte[] name = new byte[from.get() & 0xFF];
            from.get(name);
            names.add(new String(name, StandardCharsets.US_ASCII));
            shapes.add(from.getLong());
        }
        return new MemoryHeader(seed, site, savedNs, names, shapes);
    }
}
