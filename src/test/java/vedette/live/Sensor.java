package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The command {@code vedette}, as it is laid out, run in the sensor's namespace. */
final class Sensor {
    private static final String VEDETTE = Path.of(
                    System.getProperty("vedette.home", "target/vedette"), "bin", "vedette")
            .toAbsolutePath()
            .toString();

    private final Process process;
    private final Path log;

    private Sensor(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code vedette run}, which exports to these collectors, and waits until it captures. */
    static Sensor run(Namespaces namespaces, Path directory, List<String> collectors, String... arguments)
            throws Exception {
        return capturing(start(namespaces, directory, collectors, List.of(), arguments));
    }

    /** The same with a configuration. */
    static Sensor runWith(Namespaces namespaces, Path directory, String toml, String... arguments) throws Exception {
        return capturing(start(namespaces, directory, toml, List.of(), arguments));
    }

    /** The same with a configuration that lies in a file. */
    static Sensor runWithFile(Namespaces namespaces, Path directory, Path config) throws Exception {
        return capturing(start(namespaces, directory, List.of(VEDETTE, "run", "--config", config.toString())));
    }

    /** The same by a process that ignores SIGHUP, as under nohup. */
    static Sensor runWithFileDeafToHangups(Namespaces namespaces, Path directory, Path config) throws Exception {
        String script = "trap '' HUP; exec \"$@\"";
        return capturing(start(
                namespaces,
                directory,
                List.of("sh", "-c", script, "sh", VEDETTE, "run", "--config", config.toString())));
    }

    /** The same, and all of its heap is in memory from the start: what grows then is not the heap. */
    static Sensor runWithHeapInMemory(Namespaces namespaces, Path directory, Path config) throws Exception {
        return capturing(start(
                namespaces,
                directory,
                List.of("env", "VEDETTE_OPTS=-XX:+AlwaysPreTouch", VEDETTE, "run", "--config", config.toString())));
    }

    /** Starts {@code vedette doctor}, which listens for two seconds. */
    static Sensor doctor(Namespaces namespaces, Path directory, Path config) throws IOException {
        return start(
                namespaces, directory, List.of(VEDETTE, "doctor", "--listen", "2s", "--config", config.toString()));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    private static Sensor capturing(Sensor sensor) throws Exception {
        await("the sensor to capture", () -> {
            assertThat(sensor.process.isAlive()).as(sensor.said()).isTrue();
            return sensor.said().contains("capturing from");
        });
        return sensor;
    }

    /**
     * The same, but does not wait.
     *
     * @param collectors each a URI; lines behind it are further settings of its block
     * @param prefix a command that starts another
     */
    static Sensor start(
            Namespaces namespaces, Path directory, List<String> collectors, List<String> prefix, String... arguments)
            throws IOException {
        StringBuilder toml = new StringBuilder();
        for (String collector : collectors) {
            String[] lines = collector.split("\n", 2);
            toml.append("[[collector]]\nuri = \"").append(lines[0]).append("\"\n");
            toml.append(lines.length > 1 ? lines[1] + '\n' : "");
        }
        return start(namespaces, directory, toml.toString(), prefix, arguments);
    }

    private static Sensor start(
            Namespaces namespaces, Path directory, String toml, List<String> prefix, String... arguments)
            throws IOException {
        Path config = Files.createTempFile(directory, "vedette", ".toml");
        Files.writeString(config, toml);
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(VEDETTE, "run", "--config", config.toString()));
        command.addAll(List.of(arguments));
        return start(namespaces, directory, command);
    }

    /** Runs {@code vedette replay} to its end. */
    static void replay(Namespaces namespaces, Path directory, String... arguments) throws Exception {
        Sensor sensor = startReplay(namespaces, directory, arguments);
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
    }

    /** Starts {@code vedette replay}. */
    static Sensor startReplay(Namespaces namespaces, Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(VEDETTE, "replay", "--quiet"));
        command.addAll(List.of(arguments));
        return start(namespaces, directory, command);
    }

    private static Sensor start(Namespaces namespaces, Path directory, List<String> command) throws IOException {
        Path log = Files.createTempFile(directory, "vedette", ".log");
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        return new Sensor(namespaces.sensor().start(builder), log);
    }

    /** All it has written to standard output and error. */
    String said() throws IOException {
        return Files.readString(log);
    }

    /** In how many places of that it stands. */
    int times(String text) throws IOException {
        return said().split(Pattern.quote(text), -1).length - 1;
    }

    /** Sends SIGTERM, as a service manager does. */
    void terminate() {
        process.destroy();
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws IOException, InterruptedException {
        String kill = "kill -" + name + " " + process.pid();
        assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor())
                .as(kill)
                .isZero();
    }

    /** Sends SIGTERM and waits for its end, which must be a good one. */
    void end() throws IOException, InterruptedException {
        terminate();
        assertThat(exitCode()).as(said()).isZero();
    }

    /** Waits for its end. */
    int exitCode() throws IOException, InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS))
                .as("runs on after 60 s: %s", said())
                .isTrue();
        return process.exitValue();
    }

    /** What may throw. */
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(String what, Condition condition) throws Exception {
        long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited 30 s for %s", what).isLessThan(deadlineNs);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
