package vedette.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import vedette.config.Node.Origin;

/** Reads a TOML file into nodes that know their place in it. */
final class TomlTree {
    /** Octets of a file: far more than all options take; the parser needs seconds for that many, and minutes for four times as many. */
    private static final int MOST_OCTETS = 1 << 18;

    private final String source;

    private TomlTree(String source) {
        this.source = source;
    }

    /** @throws ConfigException if the file cannot be read or is not TOML */
    static Node.Table read(Path file) throws ConfigException {
        try {
            return parse(file.toString(), text(file));
        } catch (NoSuchFileException missing) {
            throw new ConfigException(List.of(file + ": no such file; name an existing one with --config"));
        } catch (CharacterCodingException notText) {
            throw new ConfigException(List.of(file + ": is not UTF-8 text"));
        } catch (IOException unreadable) {
            throw new ConfigException(List.of(file + ": cannot be read: " + reason(file, unreadable)));
        }
    }

    private static String reason(Path file, IOException unreadable) {
        if (Files.isDirectory(file)) {
            return "it is a directory";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "check its owner and mode";
        }
        String said = unreadable instanceof FileSystemException refused ? refused.getReason() : unreadable.getMessage();
        return said == null ? unreadable.toString() : said;
    }

    private static String text(Path file) throws IOException, ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] octets = in.readNBytes(MOST_OCTETS + 1);
            if (octets.length > MOST_OCTETS) {
                throw new ConfigException(List.of(file + ": is longer than 256 KiB; is it a configuration?"));
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(octets))
                    .toString();
        }
    }

    static Node.Table parse(String source, String text) throws ConfigException {
        TomlParseResult result = Toml.parse(text);
        if (result.hasErrors()) {
            List<String> problems = new ArrayList<>();
            for (TomlParseError error : result.errors()) {
                TomlPosition at = error.position();
                String message = String.valueOf(error.getMessage()).replaceAll("\\s+", " ");
                problems.add(new Origin(source, at.line(), at.column()) + ": not TOML: " + message);
            }
            throw new ConfigException(problems);
        }
        return new TomlTree(source).table(new Origin(source, 1, 1), result);
    }

    private Node.Table table(Origin origin, TomlTable table) {
        Node.Table node = new Node.Table(origin);
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            Object value = table.get(path);
            if (value != null) {
                node.entries().put(key, node(at(table.inputPositionOf(path), origin), value));
            }
        }
        return node;
    }

    private Node node(Origin origin, Object value) {
        if (value instanceof TomlTable table) {
            return table(origin, table);
        }
        if (value instanceof TomlArray array) {
            List<Node> items = new ArrayList<>();
            for (int i = 0; i < array.size(); i++) {
                items.add(node(at(array.inputPositionOf(i), origin), array.get(i)));
            }
            return new Node.Array(origin, items);
        }
        return new Node.Value(origin, value);
    }

    private Origin at(@org.jspecify.annotations.Nullable TomlPosition position, Origin parent) {
        return position == null ? parent : new Origin(source, position.line(), position.column());
    }
}
