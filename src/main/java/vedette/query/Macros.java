package vedette.query;

import java.util.List;

/** Functions that DuckDB does not have by itself. */
final class Macros {
    private static final String IS_PRIVATE =
            "^(10\\.|192\\.168\\.|172\\.(1[6-9]|2[0-9]|3[01])\\.|169\\.254\\.|127\\.|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|::1$)";

    static final List<String> ALL =
            List.of("CREATE MACRO is_private(ip) AS regexp_matches(ip, " + Sql.text(IS_PRIVATE) + ")");

    private Macros() {}
}
