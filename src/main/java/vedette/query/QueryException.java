package vedette.query;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** A question that cannot be answered; the message is one line for whoever asked. */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final Pattern ASIDE =
            Pattern.compile("\n\nLINE |\n(If this error occurred during read_json|Try setting 'auto_detect')");

    QueryException(String message) {
        super(said(message));
    }

    QueryException(SQLException cause) {
        super(said(cause), cause);
    }

    /** What DuckDB says, on one line: without the picture of where in the text it is, and how a file might be read in another way. */
    static String said(SQLException failure) {
        return said(String.valueOf(failure.getMessage()));
    }

    private static String said(String message) {
        return ASIDE.split(message, 2)[0].replaceAll("\\s*\\R\\s*", " ").strip();
    }
}
