package vedette.export;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;

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
        Map<String, Object> values = alert.evidence().values();
        return new AlertFigures(
                count(values.get("hosts")),
                count(values.get("ports")),
                number(values.get("score")),
                number(values.get("threshold")),
                number(values.get("window_s")),
                count(values.get("flow_id")));
    }

    private static @Nullable Long count(@Nullable Object value) {
        return value instanceof Long count ? count : null;
    }

    private static @Nullable Double number(@Nullable Object value) {
        return value instanceof Number number ? (Double) number.doubleValue() : null;
    }
}
