package vedette.export.zeek;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import vedette.flow.EndReason;
import vedette.flow.Flow;

/**
 * Puts the parts of long flows together again. Bounded: of {@link #MOST} that go on, the one that began first gives way, and what
 * comes of it later is another connection, with the same uid.
 */
final class LongConnections {
    /** Each takes some 900 octets. */
    static final int MOST = 1 << 15;

    private final int most;
    private final Map<Long, Connection> open = new LinkedHashMap<>();
    private final Connection whole = new Connection();

    LongConnections() {
        this(MOST);
    }

    LongConnections(int most) {
        this.most = most;
    }

    /** Takes a record. Returns the connection if it is over, to be looked at until the next record. */
    @Nullable
    Connection take(Flow record) {
        boolean goesOn = record.endReason() == EndReason.ACTIVE;
        if (!goesOn) {
            Connection begun = record.part() == 1 ? null : open.remove(record.flowId());
            return (begun == null ? whole.begin() : begun).add(record);
        }
        open.computeIfAbsent(record.flowId(), first -> new Connection().begin())
                .add(record)
                .keep();
        return null;
    }

    /** One that must give way, or null while there is room. */
    @Nullable
    Connection surplus() {
        return open.size() > most ? first() : null;
    }

    /** The one that began first, or null if none is open; it is no more. */
    @Nullable
    Connection first() {
        Iterator<Connection> all = open.values().iterator();
        if (!all.hasNext()) {
            return null;
        }
        Connection first = all.next();
        all.remove();
        return first;
    }
}
