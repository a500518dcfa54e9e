package vedette.export.json;

import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Field.Kind;
import vedette.content.Findings;

/** Writes what was found out of a flow's content: the service, and an object for each protocol's fields. Not thread-safe. */
final class ContentJson {
    private static final byte[] APP_PROTO = JsonBuffer.ascii(",\"app_proto\":\"");
    private static final byte[] GUESSED = JsonBuffer.ascii("\",\"app_proto_guessed\":true");
    private static final byte[] TRUNCATED = JsonBuffer.ascii(",\"app_proto_truncated\":true");
    private static final byte[] QUOTE = JsonBuffer.ascii("\"");

    private final JsonBuffer out;
    private String path = "";
    private @Nullable Field list;

    ContentJson(JsonBuffer out) {
        this.out = out;
    }

    /** The members that say which service it is. */
    void service(Findings findings) {
        if (findings.service() != null) {
            out.put(APP_PROTO);
            out.text(findings.service().toString());
            out.put(findings.isGuessed() ? GUESSED : QUOTE);
        }
        if (findings.isTruncated()) {
            out.put(TRUNCATED);
        }
    }

    /** An object for each protocol. */
    void fields(Findings findings) {
        path = "";
        list = null;
        for (int entry = findings.first(); entry >= 0; entry = findings.next(entry)) {
            field(findings, entry);
        }
        endList();
        moveTo("");
    }

    private void field(Findings findings, int entry) {
        Field field = findings.field(entry);
        if (field == list) {
            out.put(',');
        } else {
            endList();
            boolean first = moveTo(field.path());
            name(field.key(), first);
            if (field.kind() == Kind.TEXTS) {
                out.put('[');
                list = field;
            }
        }
        if (field.kind() == Kind.NUMBER) {
            for (int i = 0; i < findings.length(entry); i++) {
                out.put((char) findings.octet(entry, i));
            }
        } else {
            out.string(findings.text(entry));
        }
    }

    private void endList() {
        if (list != null) {
            out.put(']');
            list = null;
        }
    }

    private void name(String key, boolean first) {
        if (!first) {
            out.put(',');
        }
        out.put('"');
        out.text(key);
        out.put('"');
        out.put(':');
    }

    /** Closes objects and opens others. Returns whether one was opened, in which nothing stands yet. */
    private boolean moveTo(String to) {
        while (!path.isEmpty() && !isWithin(to, path)) {
            out.put('}');
            path = path.substring(0, Math.max(0, path.lastIndexOf('.')));
        }
        boolean opened = false;
        while (!path.equals(to)) {
            int from = path.isEmpty() ? 0 : path.length() + 1;
            int dot = to.indexOf('.', from);
            name(to.substring(from, dot < 0 ? to.length() : dot), opened);
            out.put('{');
            path = dot < 0 ? to : to.substring(0, dot);
            opened = true;
        }
        return opened;
    }

    private static boolean isWithin(String inner, String outer) {
        return inner.startsWith(outer) && (inner.length() == outer.length() || inner.charAt(outer.length()) == '.');
    }
}
