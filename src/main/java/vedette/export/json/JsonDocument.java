package vedette.export.json;

import java.io.IOException;
import java.io.OutputStream;

/** A JSON object for people and scripts to read, indented. Not for the records of a stream. */
public final class JsonDocument {
    private static final byte[] INDENT = JsonBuffer.ascii("  ");
    private static final byte[] COLON = JsonBuffer.ascii(": ");
    private static final byte[] NULL = JsonBuffer.ascii("null");

    private final JsonBuffer out = new JsonBuffer();
    private int depth;
    private boolean first = true;

    public JsonDocument() {
        begin('{');
    }

    public JsonDocument put(String name, long value) {
        key(name);
        out.number(value);
        return this;
    }

    /** A number that is not finite has no place in JSON and becomes null. */
    public JsonDocument put(String name, double value) {
        key(name);
        if (Double.isFinite(value)) {
            out.text(Double.toString(value));
        } else {
            out.put(NULL);
        }
        return this;
    }

    public JsonDocument put(String name, boolean value) {
        key(name);
        out.text(Boolean.toString(value));
        return this;
    }

    public JsonDocument put(String name, String value) {
        key(name);
        out.string(value);
        return this;
    }

    public JsonDocument beginObject(String name) {
        key(name);
        return begin('{');
    }

    /** Begins an object in an array. */
    public JsonDocument beginObject() {
        next();
        return begin('{');
    }

    public JsonDocument endObject() {
        return end('}');
    }

    public JsonDocument beginArray(String name) {
        key(name);
        return begin('[');
    }

    /** Adds a string to an array. */
    public JsonDocument add(String value) {
        next();
        out.string(value);
        return this;
    }

    public JsonDocument endArray() {
        return end(']');
    }

    /** Ends the object and writes it with a line's end. */
    public void writeTo(OutputStream target) throws IOException {
        endObject();
        out.put('\n');
        out.writeTo(target);
    }

    private JsonDocument begin(char bracket) {
        out.put(bracket);
        depth++;
        first = true;
        return this;
    }

    private JsonDocument end(char bracket) {
        depth--;
        if (!first) {
            line();
        }
        out.put(bracket);
        first = false;
        return this;
    }

    private void key(String name) {
        next();
        out.string(name);
        out.put(COLON);
    }

    private void next() {
        if (!first) {
            out.put(',');
        }
        first = false;
        line();
    }

    private void line() {
        out.put('\n');
        for (int i = 0; i < depth; i++) {
            out.put(INDENT);
        }
    }
}
