package vedette.export.zeek;

import org.jspecify.annotations.Nullable;

/**
 * A line with tabs between its fields. As in Zeek, a backslash and whatever is not printable are escaped as {@code \x09}, octet by
 * octet, in a list a comma too; a field that is not set is {@code -} and one that is empty {@code (empty)}, so that a text that
 * reads so has its first letter escaped.
 */
final class TsvRow implements Row {
    static final String UNSET = "-";
    static final String EMPTY = "(empty)";

    private final LogBuffer out;
    private boolean first;
    private int items;

    TsvRow(LogBuffer out) {
        this.out = out;
    }

    @Override
    public void begin() {
        first = true;
    }

    private void next() {
        if (!first) {
            out.put('\t');
        }
        first = false;
    }

    @Override
    public void unset() {
        next();
        out.ascii(UNSET);
    }

    @Override
    public void time(long ns) {
        next();
        out.seconds(ns);
    }

    @Override
    public void interval(long ns) {
        time(ns);
    }

    @Override
    public void count(long value) {
        next();
        out.number(value);
    }

    @Override
    public void bool(boolean value) {
        next();
        out.put(value ? 'T' : 'F');
    }

    @Override
    public void address(int ipVersion, long hi, long lo) {
        next();
        out.address(ipVersion, hi, lo);
    }

    @Override
    public void name(@Nullable CharSequence ascii) {
        next();
        out.ascii(ascii == null ? UNSET : ascii);
    }

    @Override
    public void text(Octets text) {
        next();
        escaped(text, false);
    }

    @Override
    public void beginList() {
        next();
        items = 0;
    }

    @Override
    public void item(Octets text) {
        if (items++ > 0) {
            out.put(',');
        }
        escaped(text, true);
    }

    @Override
    public void endList() {
        if (items == 0) {
            out.ascii(EMPTY);
        }
    }

    @Override
    public void end() {
        out.put('\n');
    }

    private void escaped(Octets text, boolean inList) {
        if (text.length() == 0) {
            out.ascii(EMPTY);
            return;
        }
        int at = 0;
        if (text.is(UNSET) || text.is(EMPTY)) {
            escape(text.at(at++));
        }
        while (at < text.length()) {
            int octet = text.at(at);
            int shown = octet == '\\' || inList && octet == ',' ? 0 : text.character(at);
            if (shown == 0) {
                escape(octet);
                at++;
            } else {
                out.put(text.bytes(), at, shown);
                at += shown;
            }
        }
    }

    private void escape(int octet) {
        out.ascii("\\x");
        out.hexOctet(octet);
    }
}
