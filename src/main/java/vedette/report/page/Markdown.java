package vedette.report.page;

/** Text in Markdown. */
final class Markdown {
    /** What may begin markup anywhere; of what does so at the beginning of a line, only words and numbers come from us. */
    private static final String SPECIAL = "\\`*_[]|~$";

    private static final String AT_START = "+-.#=";

    private Markdown() {}

    /** The same where it begins a line. */
    static String atStart(String words) {
        String safe = escape(words);
        return !safe.isEmpty() && AT_START.indexOf(safe.charAt(0)) >= 0 ? '\\' + safe : safe;
    }

    /** The text on one line, so that nothing of it is markup, a link, or a table's edge. */
    static String escape(String words) {
        StringBuilder safe = new StringBuilder(words.length() + 16);
        for (int i = 0; i < words.length(); ) {
            int point = words.codePointAt(i);
            i += Character.charCount(point);
            switch (point) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '@' -> safe.append("&#64;");
                default -> append(safe, Visible.of(point));
            }
        }
        return unlinked(safe.toString());
    }

    private static void append(StringBuilder safe, int point) {
        if (SPECIAL.indexOf(point) >= 0) {
            safe.append('\\');
        }
        safe.appendCodePoint(point);
    }

    /** What GitHub would make links of by itself. */
    private static String unlinked(String text) {
        return text.replace("://", ":&#47;/").replaceAll("(?i)\\bwww\\.", "www&#46;");
    }

    /** A line of a fenced block. */
    static String fenced(String line) {
        StringBuilder safe = new StringBuilder(line.length());
        line.codePoints().forEach(point -> safe.appendCodePoint(Visible.of(point)));
        return safe.toString().replace("```", "'''");
    }
}
