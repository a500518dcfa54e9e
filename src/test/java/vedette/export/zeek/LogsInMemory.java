package vedette.export.zeek;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The files of the logs, in memory. */
public final class LogsInMemory implements LogFiles {
    private final Map<String, ByteArrayOutputStream> files = new TreeMap<>();

    @Override
    public OutputStream open(String name) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        if (files.put(name, file) != null) {
            throw new AssertionError(name + " was opened twice");
        }
        return file;
    }

    public Set<String> names() {
        return files.keySet();
    }

    public String text(String name) {
        return files.getOrDefault(name, new ByteArrayOutputStream()).toString(StandardCharsets.UTF_8);
    }

    public byte[] octets(String name) {
        return files.getOrDefault(name, new ByteArrayOutputStream()).toByteArray();
    }

    public ZeekCut cut(String name) {
        return ZeekCut.of(text(name));
    }
}
