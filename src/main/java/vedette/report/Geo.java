package vedette.report;

import com.maxmind.db.Reader;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Databases in MaxMind's format that tell in which country and whose network an address is. Kept open until the report is made. */
public final class Geo implements AutoCloseable {
    private final List<Reader> readers = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /**
     * Opens all of them.
     *
     * @throws IOException if one cannot be read; the message says which and why
     */
    public static Geo open(List<Path> files) throws IOException {
        Geo geo = new Geo();
        try {
            for (Path file : files) {
                geo.add(file);
            }
            return geo;
        } catch (IOException | RuntimeException e) {
            geo.close();
            throw e;
        }
    }

    private void add(Path file) throws IOException {
        try {
            Reader reader = new Reader(new File(file.toString()));
            readers.add(reader);
            names.add(file.getFileName() + " (" + reader.getMetadata().databaseType() + ")");
        } catch (IOException | RuntimeException e) {
            throw new IOException("cannot read " + file + ": " + fault(file), e);
        }
    }

    private static String fault(Path file) {
        if (!Files.exists(file)) {
            return "no such file";
        }
        if (!Files.isReadable(file)) {
            return "permission denied";
        }
        return Files.isDirectory(file) ? "it is a directory" : "it is no database in MaxMind's format";
    }

    boolean isEmpty() {
        return readers.isEmpty();
    }

    List<String> names() {
        return names;
    }

    /** The country's name and code; empty if no database knows it. */
    String country(Host host) {
        for (Reader reader : readers) {
            Map<?, ?> entry = entry(reader, host);
            String country = country(entry);
            if (!country.isEmpty()) {
                return country;
            }
        }
        return "";
    }

    /** The autonomous system's number and name; empty if no database knows it. */
    String network(Host host) {
        for (Reader reader : readers) {
            Map<?, ?> entry = entry(reader, host);
            String number = text(first(entry, "autonomous_system_number", "asn"));
            String name = text(first(entry, "autonomous_system_organization", "as_name", "name"));
            if (!number.isEmpty()) {
                String as = number.toUpperCase(Locale.ROOT).startsWith("AS") ? number : "AS" + number;
                return name.isEmpty() ? as : as + " " + name;
            }
        }
        return "";
    }

    private static String country(Map<?, ?> entry) {
        Object country = first(entry, "country", "registered_country");
        if (country instanceof Map<?, ?> fields) {
            String code = text(fields.get("iso_code"));
            String name = fields.get("names") instanceof Map<?, ?> texts ? text(texts.get("en")) : "";
            return name.isEmpty() ? code : code.isEmpty() ? name : name + " (" + code + ")";
        }
        String name = text(country);
        String code = text(entry.get("country_code"));
        return name.isEmpty() ? code : code.isEmpty() || code.equals(name) ? name : name + " (" + code + ")";
    }

    private static @Nullable Object first(Map<?, ?> entry, String... keys) {
        for (String key : keys) {
            Object value = entry.get(key);
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : String.valueOf(value);
    }

    /** What a database has of an address; nothing where it is damaged, or of the other version of IP. */
    private static Map<?, ?> entry(Reader reader, Host host) {
        if (host.ipVersion() == 6 && reader.getMetadata().ipVersion() == 4) {
            return Map.of();
        }
        try {
            Map<?, ?> entry = reader.get(address(host), Map.class);
            return entry == null ? Map.of() : entry;
        } catch (IOException | RuntimeException damaged) {
            return Map.of();
        }
    }

    private static InetAddress address(Host host) throws UnknownHostException {
        byte[] octets = host.ipVersion() == 4
                ? ByteBuffer.allocate(Integer.BYTES).putInt((int) host.lo()).array()
                : ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(host.hi())
                        .putLong(host.lo())
                        .array();
        return InetAddress.getByAddress(octets);
    }

    @Override
    public void close() {
        for (Reader reader : readers) {
            try {
                reader.close();
            } catch (IOException ignored) {
                // It was only read.
            }
        }
    }
}
