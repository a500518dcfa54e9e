package vedette.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import vedette.Tools;

/**
 * A bare Debian that is booted once, to run a script as its administrator would. Needs root, debootstrap and systemd-nspawn. The
 * pristine system is kept in {@code target/boot/bare}, and each container begins as a copy of it.
 */
final class Container {
    private static final Path BOOT = Path.of("target/boot").toAbsolutePath();
    private static final Path BARE = BOOT.resolve("bare");
    private static final String MIRROR = "http://deb.debian.org/debian";
    private static final String PACKAGES = "systemd,systemd-sysv,dbus,iproute2,libpcap0.8";

    private static final String UNIT = """
            [Unit]
            After=basic.target
            [Service]
            Type=oneshot
            ExecStart=/bin/bash /test.sh
            ExecStopPost=/bin/systemctl poweroff --no-block
            """;

    private final Path root;

    private Container(Path root) {
        this.root = root;
    }

    static Container bare(String name) throws IOException, InterruptedException {
        Files.createDirectories(BOOT);
        if (!Files.exists(BARE)) {
            Path half = BOOT.resolve("half");
            run(60, "rm", "-rf", half.toString());
            run(600, "debootstrap", "--variant=minbase", "--include=" + PACKAGES, "bookworm", half.toString(), MIRROR);
            Files.move(half, BARE);
        }
        Path root = BOOT.resolve(name);
        run(60, "rm", "-rf", root.toString());
        run(60, "cp", "-a", BARE.toString(), root.toString());
        return new Container(root);
    }

    void write(String name, String text) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    String read(String name) throws IOException {
        return Files.readString(root.resolve(name));
    }

    void copy(Path file, String name) throws IOException {
        Files.copy(file, root.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Boots and runs the script; returns what it has written to {@code /saw}, lines of {@code name=value}. */
    Map<String, String> boot(Path script, String... options) throws IOException, InterruptedException {
        copy(script, "test.sh");
        write("etc/systemd/system/test.service", UNIT);
        Path wanted = root.resolve("etc/systemd/system/multi-user.target.wants/test.service");
        Files.createDirectories(wanted.getParent());
        Files.createSymbolicLink(wanted, Path.of("../test.service"));
        List<String> command = new ArrayList<>(List.of("systemd-nspawn", "-D", root.toString(), "--register=no"));
        command.addAll(List.of("--keep-unit", "--boot", "--private-network", "--volatile=no"));
        command.addAll(List.of(options));
        run(300, command.toArray(String[]::new));
        return read("saw")
                .lines()
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(line -> line[0], line -> line[1]));
    }

    private static void run(int seconds, String... command) throws IOException, InterruptedException {
        command[0] = Tools.tool(command[0]);
        File log = BOOT.resolve(Path.of(command[0]).getFileName() + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
        process.destroy();
        assertThat(ended).as("%s within %d s, see %s", command[0], seconds, log).isTrue();
        assertThat(process.waitFor()).as("%s, see %s", command[0], log).isZero();
    }
}
