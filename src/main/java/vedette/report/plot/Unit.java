package vedette.report.plot;

import java.util.Locale;

/** How the numbers of an axis are written. */
public enum Unit {
    /** With k, M and G for thousands, millions and thousand millions. */
    COUNT {
        @Override
        public String text(double value) {
            double size = Math.abs(value);
            if (size >= 1e12) {
                return plain(value / 1e12) + " T";
            }
            if (size >= 1e9) {
                return plain(value / 1e9) + " G";
            }
            if (size >= 1e6) {
                return plain(value / 1e6) + " M";
            }
            return size >= 1e4 ? plain(value / 1e3) + " k" : plain(value);
        }
    },
    /** As it is, of ports and other names. */
    NUMBER {
        @Override
        public String text(double value) {
            return plain(value);
        }
    },
    /** Nothing is written. */
    NONE {
        @Override
        public String text(double value) {
            return "";
        }
    },
    /** A number that need not be whole. */
    RATIO {
        @Override
        public String text(double value) {
            return plain(value);
        }
    },
    /** Of the day. */
    HOUR {
        @Override
        public String text(double value) {
            return String.format(Locale.ROOT, "%02.0f:00", value);
        }
    },
    /** Percent of what lies between 0 and 1. */
    SHARE {
        @Override
        public String text(double value) {
            return plain(100 * value) + " %";
        }
    },
    /** Seconds, and what is larger and smaller. */
    SECONDS {
        @Override
        public String text(double value) {
            double size = Math.abs(value);
            if (size == 0) {
                return "0";
            }
            if (size < 1e-6) {
                return plain(value * 1e9) + " ns";
            }
            if (size < 1e-3) {
                return plain(value * 1e6) + " µs";
            }
            if (size < 1) {
                return plain(value * 1e3) + " ms";
            }
            if (size < 120 && size != 60) {
                return plain(value) + " s";
            }
            if (size < 7200 && size != 3600) {
                return plain(value / 60) + " min";
            }
            return size < 172_800 && size != 86_400 ? plain(value / 3600) + " h" : plain(value / 86_400) + " d";
        }
    },
    /** Of an IPv4 address's number. */
    ADDRESS {
        @Override
        public String text(double value) {
            long address = Math.round(value);
            return (address >>> 24 & 0xFF) + "." + (address >>> 16 & 0xFF) + "." + (address >>> 8 & 0xFF) + "."
                    + (address & 0xFF);
        }
    };

    public abstract String text(double value);

    /** To four digits, without trailing zeros. */
    static String plain(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return Long.toString((long) value);
        }
        String digits = String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.1f" : "%.3f", value);
        return digits.replaceFirst("0+$", "").replaceFirst("\\.$", "");
    }
}
