package vedette.detect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import vedette.flow.Flow;

/**
 * What an operator knows and does not want to be told. Immutable: a new list takes the place of the old one as a whole.
 *
 * <p>An entry is {@code [WHAT] [from PREFIX] [to PREFIX] [port N[/tcp|/udp|/sctp]]}, with at least one of what follows WHAT; a
 * PREFIX with neither {@code from} nor {@code to} is of either end. WHAT is a detector ({@code syn-flood}), a family of alerts
 * ({@code scan}) or one alert ({@code scan.vertical}); without it all alerts are meant. All that an entry says must hold. What a
 * scan of many hosts is done to is the smallest prefix in which all of them lie that it tried without success.
 */
public final class AllowList {
    public static final AllowList EMPTY = new AllowList(List.of());

    private final AllowEntry[] entries;

    private AllowList(List<AllowEntry> entries) {
        this.entries = entries.toArray(AllowEntry[]::new);
    }

    /**
     * Reads entries.
     *
     * @throws IllegalArgumentException that says which entry is wrong and how; begins with {@code detect.allow}
     */
    public static AllowList of(List<String> entries) {
        Set<AllowEntry> read = new LinkedHashSet<>();
        for (String entry : entries) {
            try {
                if (!read.add(AllowEntry.parse(entry))) {
                    throw new IllegalArgumentException("stands there twice");
                }
            } catch (IllegalArgumentException bad) {
                throw new IllegalArgumentException("detect.allow \"" + entry + "\": " + bad.getMessage(), bad);
            }
        }
        return new AllowList(List.copyOf(read));
    }

    /** Whether an alert of this type about this subject is not to be told. */
    public boolean allows(AlertType type, Subject subject) {
        for (AllowEntry entry : entries) {
            if (entry.allows(type, subject)) {
                return true;
            }
        }
        return false;
    }

    /** Whether what a flow's initiator does in this flow is not to count for an alert of this type. Allocates nothing. */
    public boolean allows(AlertType type, Flow flow) {
        for (AllowEntry entry : entries) {
            if (entry.allows(type, flow)) {
                return true;
            }
        }
        return false;
    }

    public boolean isEmpty() {
        return entries.length == 0;
    }
}
