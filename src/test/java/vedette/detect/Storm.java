package vedette.detect;

import static vedette.detect.Findings.MIDNIGHT_NS;
import static vedette.detect.Findings.SECOND_NS;

import java.util.List;

/** More findings than anybody wants to be told of, brought to the desk where every detector brings its own. */
public final class Storm {
    private static final long HOUR_NS = 3_600 * SECOND_NS;

    private Storm() {}

    /** Findings about as many sources as that, evenly over some seconds; an hour of silence after them. */
    public static void of(int findings, int seconds, AlertHandler handler) {
        AlertDesk desk =
                new AlertDesk(new Surroundings(DetectConfig.DEFAULT.only().allowing(List.of()), 1), handler);
        long ticks = 0;
        for (int i = 0; i < findings; i++) {
            long nowNs = MIDNIGHT_NS + i * (seconds * SECOND_NS / findings);
            for (; ticks <= (nowNs - MIDNIGHT_NS) / SECOND_NS; ticks++) {
                desk.onTick(MIDNIGHT_NS + ticks * SECOND_NS);
            }
            desk.open(AlertType.SCAN_VERTICAL, Findings.source(i), Findings.of(10, nowNs), nowNs);
        }
        long endNs = MIDNIGHT_NS + seconds * SECOND_NS + HOUR_NS;
        for (long nowNs = MIDNIGHT_NS + seconds * SECOND_NS; nowNs < endNs; nowNs += SECOND_NS) {
            desk.onTick(nowNs);
        }
        desk.finish(endNs);
    }
}
