package vedette.query;

import java.sql.SQLException;

/** A question that cannot be answered; the message is one line for whoever asked. */
public final class QueryException extends Exception {
    private static final long serialVersionUID = 1L;

    QueryException(String message) {
        super(said(message));
    }

    QueryException(SQLException cause) {
        super(said(cause), cause);
    }

    /** What DuckDB says, without the picture of where in the text it is, on one line. */
    static String said(SQLException failure) {
        return said(String.valueOf(failure.getMessage()));
    }

    private static String said(String message) {
        int picture = message.indexOf("\n\nLINE ");
        return (picture < 0 ? message : message.substring(0, picture))
                .replaceAll("\\s*\\R\\s*", " ")
                .strip();
    }
}
