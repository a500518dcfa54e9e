package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import picocli.AutoComplete;
import picocli.CommandLine;

/**
 * Writes what a package has beside the program: manual pages, the completion of commands in bash, the changelog. The build runs it;
 * what it writes depends on nothing but the commands and the files it is given.
 */
public final class Manual {
    private static final int EXTRA_FLAGS = 8;
    private static final byte BEST_COMPRESSION = 2;

    private final CommandLine commands = Main.commandLine(Console.ofProcess(), new Shutdown());
    private final Path share;

    Manual(Path share) {
        this.share = share;
    }

    /** Arguments: the directory to write to (a {@code /usr/share}), the configuration, the changelog of the package. */
    public static void main(String[] args) throws IOException {
        Manual manual = new Manual(Path.of(args[0]));
        manual.writePages(Path.of(args[1]));
        manual.writeCompletion();
        manual.writePacked("doc/vedette/changelog.gz", Files.readString(Path.of(args[2])));
    }

    void writePages(Path configuration) throws IOException {
        List<CommandLine> all = new ArrayList<>(List.of(commands));
        all.addAll(commands.getSubcommands().values());
        for (CommandLine command : all) {
            CommandPage page = new CommandPage(command);
            writePacked("man/man1/" + page.name() + ".1.gz", page.toString());
        }
        writePacked("man/man5/vedette.toml.5.gz", new ConfigurationPage(Files.readAllLines(configuration)).toString());
    }

    /** Without the line that would make a program of it: it is read by the shell that completes. */
    void writeCompletion() throws IOException {
        String script = AutoComplete.bash("vedette", commands).replaceFirst("^#!.*\n", "");
        write("bash-completion/completions/vedette", script.getBytes(UTF_8));
    }

    /** Packs as well as gzip can, and says so in the header, as a package has to. */
    private void writePacked(String name, String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new BestGzip(packed)) {
            gzip.write(text.getBytes(UTF_8));
        }
        byte[] file = packed.toByteArray();
        file[EXTRA_FLAGS] = BEST_COMPRESSION;
        write(name, file);
    }

    private void write(String name, byte[] bytes) throws IOException {
        Path file = share.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }

    private static final class BestGzip extends GZIPOutputStream {
        BestGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(9);
        }
    }
}
