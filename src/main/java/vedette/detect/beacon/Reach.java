package vedette.detect.beacon;

import vedette.flow.Flow;

/** How far addresses reach. */
final class Reach {
    private Reach() {}

    /** Whether the responder is on this link or this host by definition, or all that listen on the link. */
    static boolean isConfined(Flow flow) {
        long lo = flow.responderLo();
        if (flow.ipVersion() == 4) {
            boolean linkLocal = lo >>> 16 == 0xA9FE;
            boolean thisHost = lo >>> 24 == 127 || lo >>> 24 == 0;
            return linkLocal || thisHost;
        }
        long hi = flow.responderHi();
        return hi >>> 54 == 0xFE80 >>> 6 || hi == 0 && lo >>> 1 == 0;
    }
}
