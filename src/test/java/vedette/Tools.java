package vedette;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Other people's programs in tests: found or the test is skipped, run with a deadline, stopped at the end. */
public final class Tools {
    /** How long anything may take that should take a moment. */
    public static final Duration DEADLINE = Duration.ofSeconds(60);

    private static final List<String> FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    /** Linux hands out those above: one of them may be another test's before the program asks for it. */
    private static final int FIRST_PORT = 20_000;

    private static final int PORTS = 32_768 - FIRST_PORT;

    /** From another place in each JVM, since several run tests at a time. */
    private static final AtomicInteger NEXT_PORT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private Tools() {}

    /** The program's path. Without it the test is skipped, or fails where everything must be there ({@code CI=true}). */
    public static String tool(String name) {
        List<String> folders =
                new ArrayList<>(List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)));
        folders.addAll(FOLDERS);
        for (String folder : folders) {
            Path path = Path.of(folder, name);
            if (!folder.isEmpty() && Files.isExecutable(path)) {
                return path.toString();
            }
        }
        require(false, name + " is not installed");
        throw new IllegalStateException();
    }

    /** Skips the test with the reason if something it needs is not there, or fails it where everything must be. */
    public static void require(boolean present, String reason) {
        if ("true".equals(System.getenv("CI"))) {
            assertThat(present).as(reason).isTrue();
        }
        assumeTrue(present, reason);
    }

    /** What a program that has ended left behind. */
    public record Result(int exit, String out, String err) {
        /** The lines of standard output. */
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    /** Runs a program to its end, without input, for no longer than the deadline. */
    public static Result run(String... command) throws IOException, InterruptedException {
        return run(DEADLINE, command);
    }

    /** The same with another deadline. */
    public static Result run(Duration deadline, String... command) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", ".txt");
        Path err = Files.createTempFile("err", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectInput(new File("/dev/null"))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("%s took longer than %s", String.join(" ", command), deadline);
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** A program that runs until it is stopped. */
    public static final class Background implements AutoCloseable {
        private final Process process;
        private final Path log;

        private Background(Process process, Path log) {
            this.process = process;
            this.log = log;
        }

        /** What it has printed so far on both streams. */
        public String printed() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        public boolean isRunning() {
            return process.isAlive();
        }

        public long pid() {
            return process.pid();
        }

        /** Sends a signal such as {@code TERM} and waits for the end; returns what was printed in all. */
        public String stop(String signal) throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                fail("the program did not end after SIG%s: %s", signal, printed());
            }
            return printed();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    /** Starts a program whose output goes into a log. */
    public static Background start(Path log, String... command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        return new Background(process, log);
    }

    /** A UDP port of the loopback interface that was free a moment ago, and that nobody gets who does not ask for it. */
    public static int freeUdpPort() throws IOException {
        return freePort(port -> new DatagramSocket(port, InetAddress.getLoopbackAddress()));
    }

    /** The same for TCP. */
    public static int freeTcpPort() throws IOException {
        return freePort(port -> new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
    }

    /** Opens a socket on a port. */
    private interface Binding {
        Closeable to(int port) throws IOException;
    }

    private static int freePort(Binding binding) throws IOException {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), PORTS);
            try {
                binding.to(port).close();
                return port;
            } catch (BindException inUse) {
                // Then the next.
            }
        }
        throw new IOException("no port is free");
    }

    /** Waits until some program listens on a UDP port. */
    public static void awaitUdpListener(int port) {
        String needle = String.format(Locale.ROOT, ":%04X ", port);
        await(
                "a listener on UDP port " + port,
                () -> listens("/proc/net/udp", needle) || listens("/proc/net/udp6", needle));
    }

    /** Whether some program listens on a TCP port of the IPv4 loopback; asked without a visit to it. */
    public static boolean isTcpListener(int port) {
        String listening = String.format(Locale.ROOT, "0100007F:%04X 00000000:0000 0A", port);
        try {
            return Files.readString(Path.of("/proc/net/tcp")).contains(listening);
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until the program that listens on a UDP port of 127.0.0.1 has read all that was sent to it. */
    public static void awaitUdpRead(int port) {
        String needle = String.format(Locale.ROOT, ":%04X ", port);
        await("UDP port " + port + " to be read", () -> {
            try (Stream<String> sockets = Files.lines(Path.of("/proc/net/udp"))) {
                return sockets.filter(socket -> socket.contains(needle))
                        .allMatch(socket -> socket.contains(":00000000 "));
            } catch (IOException e) {
                return false;
            }
        });
    }

    private static boolean listens(String table, String needle) {
        try {
            return Files.readString(Path.of(table))
                    .lines()
                    .skip(1)
                    .anyMatch(line ->
                            line.substring(0, Math.min(line.length(), 50)).contains(needle));
        } catch (IOException e) {
            return false;
        }
    }

    /** Lets others go on; for what has no event to wait for. */
    public static void sleep(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
    }

    /** Waits until something holds; fails after the deadline. */
    public static void await(String what, BooleanSupplier holds) {
        long end = System.nanoTime() + DEADLINE.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                fail("waited %s in vain for %s", DEADLINE, what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                fail("interrupted while waiting for %s", what);
            }
        }
    }
}
