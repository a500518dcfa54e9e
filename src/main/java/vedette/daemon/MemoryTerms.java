package vedette.daemon;

import java.util.List;
import vedette.detect.DetectConfig;
import vedette.detect.memory.Memory;

/** On what a sensor's memories rest: they mean nothing to one with others. */
record MemoryTerms(long seed, DetectConfig config) {
    MemoryHeader header(List<Memory> memories) {
        return MemoryHeader.of(memories, seed, config, TimeOfDay.ns());
    }
}
