package vedette.export.zeek;

import org.jspecify.annotations.Nullable;

/**
 * An object in a line, as Zeek writes it: a field that is not set is left out, times and intervals are seconds, and an octet that is
 * no UTF-8 is told as the text {@code \xff}.
 */
final class JsonRow implements Row {
    private final Columns columns;
    private final LogBuffer out;
    private int column;
    private boolean first;
    private int items;

    JsonRow(Columns columns, LogBuffer out) {
        this.columns = columns;
        this.out = out;
    }

    @Override
    public void begin() {
        out.put('{');
        column = 0;
        first = true;
    }

    private void key() {
        if (!first) {
            out.put(',');
        }
        first = false;
        out.put('"');
        out.ascii(columns.name(column++));
        out.put('"');
        out.put(':');
    }

    @Override
    public void unset() {
        column++;
    }

    @Override
    public void time(long ns) {
        key();
        out.seconds(ns);
    }

    @Override
    public void interval(long ns) {
        time(ns);
    }

    @Override
    public void count(long value) {
        key();
        out.number(value);
    }

    @Override
    public void bool(boolean value) {
        key();
        out.ascii(value ? "true" : "false");
    }

    @Override
    public void address(int ipVersion, long hi, long lo) {
        key();
        out.put('"');
        out.address(ipVersion, hi, lo);
        out.put('"');
    }

    @Override
    public void name(@Nullable CharSequence ascii) {
        if (ascii == null) {
            unset();
            return;
        }
        key();
        out.put('"');
        out.ascii(ascii);
        out.put('"');
    }

    @Override
    public void text(Octets text) {
        key();
        quoted(text);
    }

    @Override
    public void beginList() {
        key();
        out.put('[');
        items = 0;
    }

    @Override
    public void item(Octets text) {
        if (items++ > 0) {
            out.put(',');
        }
        quoted(text);
    }

    @Override
    public void endList() {
        out.put(']');
    }

    @Override
    public void end() {
        out.put('}');
        out.put('\n');
    }

    private void quoted(Octets text) {
        out.put('"');
        for (int at = 0; at < text.length(); ) {
            int shown = text.character(at);
            if (shown == 0) {
                escape(text.at(at++));
            } else {
                if (text.at(at) == '"' || text.at(at) == '\\') {
                    out.put('\\');
                }
                out.put(text.bytes(), at, shown);
                at += shown;
            }
        }
        out.put('"');
    }

    private void escape(int octet) {
        out.ascii(octet < 0x80 ? "\\u00" : "\\\\x");
        out.hexOctet(octet);
    }
}
