package vedette.query;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the answer to a question is shown. What comes from the wire is text in it and nothing else: no control character gets through. */
public interface Answer {
    /**
     * What to ask of the rows, to be told them as one wants it.
     *
     * @param rows a table function that gives the rows of the question
     */
    default String asked(String rows) {
        return "FROM " + rows;
    }

    void columns(List<String> names);

    /** A value that is not there is null. */
    void row(List<@Nullable String> values);

    /** There are no more rows. */
    default void end() {}
}
