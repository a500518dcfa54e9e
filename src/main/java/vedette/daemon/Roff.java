package vedette.daemon;

/** A manual page in the language of man(7). */
final class Roff {
    private final StringBuilder text = new StringBuilder();

    Roff(String title, int section) {
        line(".TH \"" + title + "\" " + section + " \"\" \"Vedette " + VersionCommand.version() + "\" \"Vedette\"");
        // Words are neither spaced out nor cut: options and addresses stay what they are.
        line(".ad l").line(".nh");
    }

    /** Text as it is to be read: nothing in it is a command, and a hyphen can be copied as the minus it is. */
    static String escape(String words) {
        String escaped = words.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq");
        return escaped.startsWith(".") ? "\\&" + escaped : escaped;
    }

    static String bold(String words) {
        return "\\fB" + escape(words) + "\\fR";
    }

    static String italic(String words) {
        return "\\fI" + escape(words) + "\\fR";
    }

    Roff section(String title) {
        return line(".SH " + title);
    }

    Roff subsection(String title) {
        return line(".SS " + escape(title));
    }

    Roff paragraph(String words) {
        return line(".PP").line(escape(words));
    }

    /** What is explained, in roff's own language, and what there is to say of it. */
    Roff item(String term, String words) {
        return line(".TP").line(term).line(escape(words));
    }

    /** A line of roff's own language. */
    Roff line(String roff) {
        text.append(roff).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
