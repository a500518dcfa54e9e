package vedette.export.zeek;

import org.jspecify.annotations.Nullable;
import vedette.net.IpPrefix;

/** Writes the fields of one record, in the order of the log's columns. */
interface Row {
    void begin();

    void unset();

    /** Time since 1970. */
    void time(long ns);

    void interval(long ns);

    void count(long value);

    void bool(boolean value);

    void address(int ipVersion, long hi, long lo);

    /** A name that needs no escape; not set if it is null. */
    void name(@Nullable CharSequence ascii);

    void text(Octets text);

    /** A set or a vector. */
    void beginList();

    void item(Octets text);

    void endList();

    void end();

    default void unset(int columns) {
        for (int i = 0; i < columns; i++) {
            unset();
        }
    }

    default void port(int port) {
        count(port);
    }

    /** An address if it is a single one. */
    default void single(@Nullable IpPrefix prefix) {
        if (prefix == null || !prefix.isSingleAddress()) {
            unset();
        } else {
            address(prefix.ipVersion(), prefix.hi(), prefix.lo());
        }
    }

    default void emptyList() {
        beginList();
        endList();
    }
}
