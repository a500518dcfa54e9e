package vedette.content;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import vedette.content.Field.Kind;

/**
 * What was found out about a flow's service. It never changes, so that a record can be handed from thread to thread together with
 * it. Fields come in the order of {@link Field}; {@link #first()} and {@link #next} go through them without making objects.
 */
public final class Findings {
    /** Nothing is known. */
    public static final Findings NONE = new Findings(null, false, false, new byte[0]);

    private static final int HEAD = 2;

    /** Of the object and its array, besides the octets. */
    private static final int OBJECT_OCTETS = 48;

    /** What one takes of the heap at most. */
    public static final int MOST_OCTETS = OBJECT_OCTETS + Notes.CAPACITY;

    private static final Findings[] GUESSED = bare(true);
    private static final Findings[] BARE = bare(false);

    private final @Nullable Service service;
    private final boolean guessed;
    private final boolean truncated;
    private final byte[] octets;

    private Findings(@Nullable Service service, boolean guessed, boolean truncated, byte[] octets) {
        this.service = service;
        this.guessed = guessed;
        this.truncated = truncated;
        this.octets = octets;
    }

    private static Findings[] bare(boolean guessed) {
        Findings[] all = new Findings[Service.count()];
        for (int i = 0; i < all.length; i++) {
            all[i] = new Findings(Service.of(i), guessed, false, new byte[0]);
        }
        return all;
    }

    /** The service that the responder's port is known for, marked as guessed; nothing if it is known for none. */
    @SuppressWarnings("EnumOrdinal")
    public static Findings guess(int protocol, int responderPort) {
        Service likely = ServicePort.of(protocol, responderPort);
        return likely == null ? NONE : GUESSED[likely.ordinal()];
    }

    /** The service alone. */
    @SuppressWarnings("EnumOrdinal")
    static Findings of(Service service) {
        return BARE[service.ordinal()];
    }

    /** What was noted. */
    static Findings of(Service service, Notes notes) {
        if (notes.length() == 0 && !notes.isTruncated()) {
            return of(service);
        }
        byte[] ordered = new byte[notes.length()];
        order(notes.octets(), notes.length(), ordered);
        return new Findings(service, false, notes.isTruncated(), ordered);
    }

    /** Puts entries in the order of their fields; those of one field stay as they came. */
    private static void order(byte[] from, int length, byte[] to) {
        int end = 0;
        for (int at = 0; at < length; at += HEAD + (from[at + 1] & 0xFF)) {
            int entry = HEAD + (from[at + 1] & 0xFF);
            int place = placeOf(from[at], to, end);
            System.arraycopy(to, place, to, place + entry, end - place);
            System.arraycopy(from, at, to, place, entry);
            end += entry;
        }
    }

    private static int placeOf(byte field, byte[] ordered, int end) {
        int place = 0;
        while (place < end && ordered[place] <= field) {
            place += HEAD + (ordered[place + 1] & 0xFF);
        }
        return place;
    }

    /** The service, and what of its fields tells nobody who talks to whom. */
    public Findings withoutNames() {
        if (octets.length == 0) {
            return this;
        }
        byte[] kept = new byte[octets.length];
        int end = 0;
        for (int at = first(); at >= 0; at = next(at)) {
            if (!field(at).isPrivate()) {
                int entry = HEAD + length(at);
                System.arraycopy(octets, at, kept, end, entry);
                end += entry;
            }
        }
        return new Findings(service, guessed, truncated, Arrays.copyOf(kept, end));
    }

    /** The service alone. */
    @SuppressWarnings("EnumOrdinal")
    public Findings bare() {
        return service == null ? NONE : (guessed ? GUESSED : BARE)[service.ordinal()];
    }

    /** What it is, or null if nobody knows. */
    public @Nullable Service service() {
        return service;
    }

    /** Whether that is only what the port is known for. */
    public boolean isGuessed() {
        return guessed;
    }

    /** Whether texts were cut or left out because they had no room. */
    public boolean isTruncated() {
        return truncated;
    }

    /** Whether this takes room of its own. */
    public boolean isShared() {
        return octets.length == 0 && !truncated;
    }

    /** What it takes of the heap. */
    public int heapOctets() {
        return isShared() ? 0 : OBJECT_OCTETS + octets.length;
    }

    int copyTo(byte[] target) {
        System.arraycopy(octets, 0, target, 0, octets.length);
        return octets.length;
    }

    /** The first entry, -1 if there is none. */
    public int first() {
        return octets.length == 0 ? -1 : 0;
    }

    /** The entry after that, -1 after the last. */
    public int next(int entry) {
        int next = entry + HEAD + length(entry);
        return next == octets.length ? -1 : next;
    }

    public Field field(int entry) {
        return Field.of(octets[entry]);
    }

    /** Octets of the entry's text. */
    public int length(int entry) {
        return octets[entry + 1] & 0xFF;
    }

    /** An octet of the entry's text. */
    public int octet(int entry, int index) {
        return octets[entry + HEAD + index] & 0xFF;
    }

    /** The entry's text; octets that are no UTF-8 are replaced. */
    public String text(int entry) {
        return new String(octets, entry + HEAD, length(entry), StandardCharsets.UTF_8);
    }

    public boolean has(Field field) {
        for (int at = first(); at >= 0; at = next(at)) {
            if (field(at) == field) {
                return true;
            }
        }
        return false;
    }

    /** The first text of a field, or null. */
    public @Nullable String text(Field field) {
        for (int at = first(); at >= 0; at = next(at)) {
            if (field(at) == field) {
                return text(at);
            }
        }
        return null;
    }

    /** The texts of a field. */
    public List<String> texts(Field field) {
        List<String> texts = new ArrayList<>();
        for (int at = first(); at >= 0; at = next(at)) {
            if (field(at) == field) {
                texts.add(text(at));
            }
        }
        return texts;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(service == null ? "unknown" : service.toString());
        text.append(guessed ? " (guessed)" : "");
        for (int at = first(); at >= 0; at = next(at)) {
            boolean number = field(at).kind() == Kind.NUMBER;
            text.append(' ')
                    .append(field(at).path())
                    .append('.')
                    .append(field(at).key())
                    .append('=');
            text.append(number ? "" : "\"").append(text(at)).append(number ? "" : "\"");
        }
        return text.append(truncated ? " (truncated)" : "").toString();
    }
}
