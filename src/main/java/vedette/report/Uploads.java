package vedette.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which uploads of a capture stand out, and why. */
final class Uploads {
    static final long MUCH_IN_AN_HOUR = 100_000_000;
    static final long MUCH_IN_ALL = 500_000_000;
    static final int MANY_HOURS = 8;
    static final long LEAST = 1_000_000;
    static final int TIMES_THE_USUAL = 20;

    private static final double MOSTLY_UP = 0.6;
    private static final double NEARLY_ALL_UP = 0.8;
    private static final double COMMON = 0.2;
    private static final int MOST = 1000;

    /** What stands out, in words. */
    static final String RULES =
            "An upload stands out if at least 100 MB went up within an hour of the clock and the ratio is"
                    + " 0.6 or more; if at least 500 MB went up in 8 hours or more, and the ratio is 0.8 or more; or if it is of"
                    + " 1 MB or more, 20 times the usual one (the median) to hosts outside, the ratio is 0.6 or more, and no more"
                    + " than a fifth of this site's hosts turn there.";

    private final Largest<HostPair, Transfer> transfers;
    private final Map<Host, Integer> clients = new HashMap<>();
    private final int hosts;
    private final long usual;

    Uploads(Largest<HostPair, Transfer> transfers) {
        this.transfers = transfers;
        Set<Host> ours = new HashSet<>();
        Distribution ups = new Distribution();
        for (Map.Entry<HostPair, Transfer> entry : transfers.all()) {
            ours.add(entry.getKey().first());
            clients.merge(entry.getKey().second(), 1, Integer::sum);
            if (entry.getValue().up() > 0) {
                ups.add(entry.getValue().up());
            }
        }
        hosts = ours.size();
        usual = ups.isEmpty() ? 0 : ups.median();
    }

    int size() {
        return transfers.size();
    }

    List<Map.Entry<HostPair, Transfer>> largest(int count) {
        return transfers.top(count, Transfer::up);
    }

    /** The largest first. */
    List<Map.Entry<HostPair, Transfer>> standingOut() {
        List<Map.Entry<HostPair, Transfer>> found = new ArrayList<>();
        for (Map.Entry<HostPair, Transfer> entry : largest(MOST)) {
            if (!reason(entry).isEmpty()) {
                found.add(entry);
            }
        }
        return found;
    }

    /** Why an upload stands out; empty if it does not. */
    String reason(Map.Entry<HostPair, Transfer> entry) {
        Transfer transfer = entry.getValue();
        if (transfer.ratio() < MOSTLY_UP) {
            return "";
        }
        if (transfer.mostUpInAnHour() >= MUCH_IN_AN_HOUR) {
            return "much within an hour";
        }
        if (transfer.up() >= MUCH_IN_ALL && transfer.ratio() >= NEARLY_ALL_UP && transfer.hoursWithUp() >= MANY_HOURS) {
            return "much over many hours";
        }
        boolean isRare = clients.getOrDefault(entry.getKey().second(), 0) <= Math.max(1, hosts * COMMON);
        if (transfer.up() >= LEAST && transfer.up() >= TIMES_THE_USUAL * usual && isRare) {
            return Quantity.count(transfer.up() / Math.max(1, usual)) + " times the usual";
        }
        return "";
    }
}
