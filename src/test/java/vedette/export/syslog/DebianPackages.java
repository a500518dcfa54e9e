package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vedette.Tools;

/** Debian packages that cannot be installed beside others: downloaded and unpacked once under {@code target}. */
final class DebianPackages {
    private final Path folder;
    private final List<String> names;

    DebianPackages(String folder, String... names) {
        this.folder = Path.of("target", folder).toAbsolutePath();
        this.names = List.of(names);
    }

    /** The folder that stands for the root of the file system. Without a network the test is skipped, or fails in CI. */
    Path unpacked() throws IOException, InterruptedException {
        synchronized (DebianPackages.class) {
            Path root = folder.resolve("root");
            if (!Files.isDirectory(root)) {
                Path unpacking = Files.createDirectories(folder.resolve("unpacking"));
                for (Path archive : download()) {
                    Tools.Result unpacked =
                            Tools.run(Tools.tool("dpkg-deb"), "-x", archive.toString(), unpacking.toString());
                    assertThat(unpacked.exit()).as(unpacked.err()).isZero();
                }
                Files.move(unpacking, root);
            }
            return root;
        }
    }

    private List<Path> download() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("env", "-C", folder.toString(), Tools.tool("apt-get")));
        command.addAll(List.of(
                "-qq",
                "-o",
                "APT::Sandbox::User=root",
                "-o",
                "Acquire::Retries=2",
                "-o",
                "Acquire::http::Timeout=8",
                "download"));
        command.addAll(names);
        Tools.Result download = Tools.run(command.toArray(String[]::new));
        Tools.require(download.exit() == 0, "cannot download " + String.join(" ", names) + ": " + download.err());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".deb")).toList();
        }
    }

    /** The entry of a folder that fits a pattern. */
    static Path only(Path folder, String pattern) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            List<Path> found = new ArrayList<>();
            entries.forEach(found::add);
            assertThat(found).as("%s in %s", pattern, folder).hasSize(1);
            return found.get(0);
        }
    }
}
