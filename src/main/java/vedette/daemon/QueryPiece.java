package vedette.daemon;

import java.io.IOException;
import java.nio.file.Path;
import vedette.query.Database;

/** The piece of the distribution that is installed apart, since it is larger than all others together: DuckDB. */
final class QueryPiece {
    private QueryPiece() {}

    /** @param user what needs it */
    static void require(String user) throws CommandException {
        if (!Database.isInstalled()) {
            throw CommandException.failed(user + " needs DuckDB, which is installed apart: unpack vedette-query-"
                    + VersionCommand.version() + "-" + System.getProperty("os.arch") + ".tar.gz into " + libraries());
        }
    }

    /** Where the sensor's own libraries lie. */
    private static String libraries() {
        String home = System.getProperty("vedette.home", "");
        if (home.isEmpty()) {
            return "the sensor's directory lib";
        }
        Path libraries = Path.of(home, "lib");
        try {
            return libraries.toRealPath().toString();
        } catch (IOException e) {
            return libraries.toString();
        }
    }
}
