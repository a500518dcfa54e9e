/**
 * Asks flows and alerts in SQL, and writes them as Parquet, by means of DuckDB. The sensor is built without it: a driver that is not
 * installed is simply not there.
 */
@NullMarked
package vedette.query;

import org.jspecify.annotations.NullMarked;
