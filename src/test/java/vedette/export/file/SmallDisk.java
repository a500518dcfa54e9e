package vedette.export.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import vedette.Tools;

/** A file system in memory that is soon full. */
public final class SmallDisk implements AutoCloseable {
    private final Path path;

    private SmallDisk(Path path) {
        this.path = path;
    }

    /** @param path a directory that exists */
    public static SmallDisk mount(Path path, int kibibytes) throws IOException, InterruptedException {
        Tools.require("root".equals(System.getProperty("user.name")), "mounting needs root");
        Process mount = new ProcessBuilder(
                        "mount", "-t", "tmpfs", "-o", "size=" + kibibytes + "k", "vedette-test", path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(mount.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        Tools.require(mount.waitFor() == 0, "cannot mount a tmpfs: " + said);
        return new SmallDisk(path);
    }

    public Path path() {
        return path;
    }

    /** Takes all room there is. */
    public void fill() throws IOException {
        byte[] page = new byte[4096];
        try (java.io.OutputStream out = Files.newOutputStream(path.resolve("filling"))) {
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            if (!String.valueOf(full.getMessage()).contains("No space left")) {
                throw full;
            }
        }
    }

    public void makeRoom() throws IOException {
        Files.delete(path.resolve("filling"));
    }

    @Override
    public void close() throws IOException {
        try {
            new ProcessBuilder("umount", "-l", path.toString()).start().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
