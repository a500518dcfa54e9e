package vedette.capture;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/** Adds up the frames that a pcapng file says were lost when it was captured (interface statistics blocks). */
final class PcapngLosses {
    static final int OPTIONS = 20;

    private static final int INTERFACE = 8;
    private static final int DROPPED_BY_INTERFACE = 5;
    private static final int DROPPED_BY_SYSTEM = 7;

    /** Statistics count from the start of the capture, so an interface's highest is its last. */
    private final Map<Integer, Long> ofInterface = new HashMap<>();

    private long ofEarlierSections;
    private long ofSection;

    void beginSection() {
        ofEarlierSections += ofSection;
        ofSection = 0;
        ofInterface.clear();
    }

    /** Reads an interface statistics block. Returns all losses so far. */
    long read(ByteBuffer block, int start, int end, int interfaces) {
        int number = block.getInt(start + INTERFACE);
        if (number >= 0 && number < interfaces) {
            long lost = lost(block, new PcapngOptions(block, start + OPTIONS, end));
            long before = ofInterface.getOrDefault(number, 0L);
            ofInterface.put(number, Math.max(before, lost));
            ofSection += Math.max(lost - before, 0);
        }
        return ofEarlierSections + ofSection;
    }

    private static long lost(ByteBuffer block, PcapngOptions options) {
        long lost = 0;
        while (options.next()) {
            boolean isLoss = options.code() == DROPPED_BY_INTERFACE || options.code() == DROPPED_BY_SYSTEM;
            if (isLoss && options.length() >= Long.BYTES) {
                lost += Math.max(block.getLong(options.offset()), 0);
            }
        }
        return lost;
    }
}
