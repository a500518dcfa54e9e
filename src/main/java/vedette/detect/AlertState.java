package vedette.detect;

import java.util.Locale;

/** Where an alert stands: it is opened, updated any number of times, and closed, under one id. */
public enum AlertState {
    OPEN,
    UPDATE,
    CLOSE;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
