package vedette.detect.flood;

import java.util.Locale;

/** Whether the source addresses of a flood are its senders'. */
enum Forgery {
    /** Drawn at random for each packet. */
    RANDOM,
    /** A few senders, each with its own. */
    NONE,
    /** Those of hosts that answer to what others sent in the victim's name. */
    REFLECTED,
    /** Neither is certain: many senders, or addresses drawn from a part of all. */
    MIXED;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
