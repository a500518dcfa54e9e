package vedette.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the answer to a question is shown. What comes from the wire is text in it and nothing else: no control character gets through. */
public interface Answer {
    /** What to ask in place of the question, to be told its answer as one wants it. */
    default String asked(String sql) {
        return sql;
    }

    void columns(List<String> names);

    /** A value that is not there is null. */
    void row(List<@Nullable String> values);

    /** There are no more rows. */
    default void end() {}
}
