package vedette.capture;

import java.io.IOException;
import java.util.List;

/** Packed captures: finds out by their first bytes how they are packed, and unpacks what can be unpacked here. */
final class Packing {
    private static final int GZIP = 0x1F8B_0800;
    private static final int GZIP_MASK = 0xFFFF_FF00;
    private static final int ZSTD = 0x28B5_2FFD;
    private static final int ZSTD_SKIPPABLE = 0x502A_4D18;
    private static final int ZSTD_SKIPPABLE_MASK = 0xF0FF_FFFF;

    /** What another program can turn into a capture that is read here. */
    private record Foreign(String name, String command, int magic, int mask) {}

    private static final List<Foreign> FOREIGN = List.of(
            new Foreign("packed with xz", "xz -dc %s", 0xFD37_7A58, -1),
            new Foreign("packed with bzip2", "bzip2 -dc %s", 0x425A_6800, 0xFFFF_FF00),
            new Foreign("packed with lz4", "lz4 -dc %s", 0x0422_4D18, -1),
            new Foreign("packed with zip", "unzip -p %s", 0x504B_0304, -1),
            new Foreign("a snoop capture", "editcap -F pcapng %s -", 0x736E_6F6F, -1),
            new Foreign("a Network Monitor capture", "editcap -F pcapng %s -", 0x474D_4255, -1));

    private Packing() {}

    static boolean isPacked(int magic) {
        return isGzip(magic) || isZstd(magic);
    }

    /** @throws CaptureException if the library for it cannot be loaded */
    static ByteFeed unpack(ByteFeed packed, int magic, String file, WindowPool windows) throws IOException {
        if (isGzip(magic)) {
            return new ByteFeed(new GzipChannel(packed), windows, 0);
        }
        try {
            return new ByteFeed(new ZstdChannel(packed), windows, 0);
        } catch (LinkageError e) {
            throw new CaptureException(
                    file + ": the zstd library cannot be loaded (" + CaptureException.reason(e) + "); try: zstd -dc "
                            + file + " | vedette replay -",
                    e);
        }
    }

    /** What the operator can do with a file that begins so and cannot be read, or nothing. */
    static String advice(int magic, String file) {
        for (Foreign foreign : FOREIGN) {
            if ((magic & foreign.mask()) == foreign.magic()) {
                String command = String.format(foreign.command(), file);
                return "; it is " + foreign.name() + ", try: " + command + " | vedette replay -";
            }
        }
        return "";
    }

    private static boolean isGzip(int magic) {
        return (magic & GZIP_MASK) == GZIP;
    }

    private static boolean isZstd(int magic) {
        return magic == ZSTD || (magic & ZSTD_SKIPPABLE_MASK) == ZSTD_SKIPPABLE;
    }
}
