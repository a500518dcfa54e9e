package vedette.net;

import java.util.Locale;

/** Link addresses of Ethernet, in the low 48 bits of a long. */
public final class MacAddress {
    private MacAddress() {}

    /** As it is mostly written: {@code 02:00:5e:10:00:01}. */
    public static String text(long mac) {
        return String.format(
                Locale.ROOT,
                "%02x:%02x:%02x:%02x:%02x:%02x",
                mac >>> 40 & 0xFF,
                mac >>> 32 & 0xFF,
                mac >>> 24 & 0xFF,
                mac >>> 16 & 0xFF,
                mac >>> 8 & 0xFF,
                mac & 0xFF);
    }
}
