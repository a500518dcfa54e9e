package vedette.export;

import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.detect.Evidence;

/**
 * Figures for which outputs have fields of their own, each null where an alert has none.
 *
 * @param hosts different ones it is about
 * @param ports different ones it is about
 * @param score what crossed the threshold
 * @param threshold what was crossed
 * @param windowSeconds within which it was counted
 * @param flowId the flow it is about
 */
public record AlertFigures(
        @Nullable Long hosts,
        @Nullable Long ports,
        @Nullable Double score,
        @Nullable Double threshold,
        @Nullable Double windowSeconds,
        @Nullable Long flowId) {
    public static AlertFigures of(Alert alert) {
        Evidence evidence = alert.evidence();
        boolean isCrossing = evidence.score() != 0 || evidence.threshold() != 0;
        return new AlertFigures(
                positive(evidence.hosts()),
                positive(evidence.ports()),
                isCrossing ? (Double) evidence.score() : null,
                isCrossing ? (Double) evidence.threshold() : null,
                number(evidence.values().get("window_s")),
                count(evidence.values().get("flow_id")));
    }

    private static @Nullable Long positive(long count) {
        return count > 0 ? (Long) count : null;
    }

    private static @Nullable Long count(@Nullable Object value) {
        return value instanceof Long count ? count : null;
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? (Double) number.doubleValue() : null;
    }
}
