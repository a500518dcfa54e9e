package vedette.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a small database in MaxMind's format, version 2.0, of IPv4 prefixes, with records of 24 bits. */
public final class MmdbWriter {
    private static final int EMPTY = -1;
    private static final int SEPARATOR = 16;

    private final List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
    private final List<Map<String, Object>> entries = new ArrayList<>();
    private final String type;

    public MmdbWriter(String type) {
        this.type = type;
    }

    /** What is known of a prefix. Prefixes must not lie within each other. */
    public MmdbWriter put(String prefix, Map<String, Object> entry) {
        String[] parts = prefix.split("[./]");
        long address = 0;
        for (int i = 0; i < 4; i++) {
            address = address << 8 | Integer.parseInt(parts[i]);
        }
        int length = Integer.parseInt(parts[4]);
        int node = 0;
        for (int bit = 0; bit < length; bit++) {
            int side = (int) (address >>> 31 - bit & 1);
            if (bit == length - 1) {
                nodes.get(node)[side] = -2 - entries.size();
            } else {
                if (nodes.get(node)[side] == EMPTY) {
                    nodes.get(node)[side] = nodes.size();
                    nodes.add(new int[] {EMPTY, EMPTY});
                }
                node = nodes.get(node)[side];
            }
        }
        entries.add(entry);
        return this;
    }

    public Path writeTo(Path file) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        List<Integer> offsets = new ArrayList<>();
        for (Map<String, Object> entry : entries) {
            offsets.add(data.size());
            value(entry, data);
        }
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int number = record == EMPTY
                        ? nodes.size()
                        : record < EMPTY ? nodes.size() + SEPARATOR + offsets.get(-2 - record) : record;
                all.write(number >>> 16);
                all.write(number >>> 8);
                all.write(number);
            }
        }
        all.writeBytes(new byte[SEPARATOR]);
        all.writeBytes(data.toByteArray());
        all.writeBytes(new byte[] {(byte) 0xAB, (byte) 0xCD, (byte) 0xEF});
        all.writeBytes("MaxMind.com".getBytes(UTF_8));
        value(metadata(), all);
        return Files.write(file, all.toByteArray());
    }

    private Map<String, Object> metadata() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("binary_format_major_version", 2);
        metadata.put("binary_format_minor_version", 0);
        metadata.put("build_epoch", 1_700_000_000);
        metadata.put("database_type", type);
        metadata.put("description", Map.of("en", "made for a test"));
        metadata.put("ip_version", 4);
        metadata.put("languages", List.of("en"));
        metadata.put("node_count", nodes.size());
        metadata.put("record_size", 24);
        return metadata;
    }

    /** Control octets as the format has them: type in three bits, size in five; types above 7 and sizes above 28 in an octet more. */
    private static void value(Object value, ByteArrayOutputStream out) {
        if (value instanceof Map<?, ?> map) {
            out.write(7 << 5 | map.size());
            map.forEach((key, some) -> {
                value(key, out);
                value(some, out);
            });
        } else if (value instanceof List<?> list) {
            out.write(list.size());
            out.write(11 - 7);
            list.forEach(some -> value(some, out));
        } else if (value instanceof Integer number) {
            out.write(6 << 5 | 4);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(number >>> shift);
            }
        } else {
            byte[] text = String.valueOf(value).getBytes(UTF_8);
            if (text.length < 29) {
                out.write(2 << 5 | text.length);
            } else {
                out.write(2 << 5 | 29);
                out.write(text.length - 29);
            }
            out.writeBytes(text);
        }
    }
}
