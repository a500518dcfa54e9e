package vedette.bench;

import java.io.File;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;

/**
 * Lets the sensor and other flow meters read a capture, all in turn and round after round, so that a noisy machine is as noisy for one
 * as for the other; prints a table of medians. A meter that is not installed is named and left out. Needs GNU time.
 *
 * <p>{@code ReplayWithPeers CAPTURE ROUNDS [METER...]}
 */
public final class ReplayWithPeers {
    private static final String TIME = "/usr/bin/time";
    private static final int FRAMES_A_POLL = 512;
    private static final double NS_PER_S = 1e9;
    private static final String US = "vedette";

    /** What one run took. */
    private record Run(double wallS, double processorS, double residentMib) {}

    private final Path capture;
    private final Path directory;
    private final Map<String, List<String>> commands = new LinkedHashMap<>();

    private ReplayWithPeers(Path capture, Path directory, int deafPort) throws IOException {
        this.capture = capture;
        this.directory = directory;
        String file = capture.toString();
        String out = directory.resolve("out").toString();
        Path without = Files.writeString(directory.resolve("without.toml"), "[detect]\nenabled = []\n");
        commands.put(US, vedette(out));
        commands.put("vedette --workers 2", vedette(out, "--workers", "2"));
        commands.put("vedette without detectors", vedette(out, "--config", without.toString()));
        commands.put("nfpcapd", List.of("nfpcapd", "-r", file, "-w", out));
        commands.put("argus", List.of("argus", "-r", file, "-w", out + "/argus"));
        commands.put("yaf", List.of("yaf", "--in", file, "--out", out + "/yaf"));
        // In the foreground, with NetFlow v9 of both directions and room for all flows.
        String[] softflowd = {
            "softflowd", "-d", "-r", file, "-v", "9", "-b", "-m", "2000000", "-n", "127.0.0.1:" + deafPort
        };
        commands.put("softflowd", List.of(softflowd));
    }

    private List<String> vedette(String out, String... options) {
        String launcher =
                Path.of(System.getProperty("vedette.home"), "bin", "vedette").toString();
        List<String> command = new ArrayList<>(List.of(launcher, "replay", "--quiet", "--force"));
        command.addAll(List.of("--write", out, "--format", "ipfix"));
        command.addAll(List.of(options));
        command.add(capture.toString());
        return command;
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path capture = Path.of(arguments[0]).toAbsolutePath();
        int rounds = Integer.parseInt(arguments[1]);
        List<String> chosen = List.of(arguments).subList(2, arguments.length);
        Path directory = Files.createTempDirectory("replay-with-peers");
        // Reads nothing: who sends flows there neither waits nor fails.
        try (DatagramSocket deaf = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            ReplayWithPeers replays = new ReplayWithPeers(capture, directory, deaf.getLocalPort());
            if (!chosen.isEmpty()) {
                replays.commands.keySet().retainAll(chosen);
            }
            replays.leaveOutTheMissing();
            print(replays.run(rounds), packets(capture));
        } finally {
            delete(directory);
        }
    }

    private void leaveOutTheMissing() {
        List<String> missing = commands.keySet().stream()
                .filter(name -> !isInstalled(commands.get(name).get(0)))
                .toList();
        missing.forEach(name -> System.out.println(name + " is not installed"));
        commands.keySet().removeAll(missing);
    }

    private static boolean isInstalled(String program) {
        return Stream.concat(Stream.of(""), Arrays.stream(System.getenv("PATH").split(File.pathSeparator)))
                .anyMatch(place -> Files.isExecutable(Path.of(place, program)));
    }

    private Map<String, List<Run>> run(int rounds) throws IOException, InterruptedException {
        Map<String, List<Run>> runs = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Map.Entry<String, List<String>> command : commands.entrySet()) {
                Run run = run(command.getValue());
                System.out.printf("%s: %.2f s, processor %.2f s%n", command.getKey(), run.wallS(), run.processorS());
                runs.computeIfAbsent(command.getKey(), name -> new ArrayList<>())
                        .add(run);
            }
        }
        return runs;
    }

    private Run run(List<String> command) throws IOException, InterruptedException {
        Path out = Files.createDirectory(directory.resolve("out"));
        Path figures = directory.resolve("figures");
        List<String> timed = new ArrayList<>(List.of(TIME, "-q", "-f", "%U %S %M", "-o", figures.toString()));
        timed.addAll(command);
        long beganNs = System.nanoTime();
        int status = new ProcessBuilder(timed)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        double wallS = (System.nanoTime() - beganNs) / NS_PER_S;
        if (status != 0) {
            System.out.println("status " + status + ": " + String.join(" ", command));
        }
        delete(out);
        String[] figure = Files.readString(figures).strip().split(" ");
        double processorS = Double.parseDouble(figure[0]) + Double.parseDouble(figure[1]);
        return new Run(wallS, processorS, Double.parseDouble(figure[2]) / 1024);
    }

    private static long packets(Path capture) throws IOException {
        long packets = 0;
        try (CaptureFiles files = CaptureFiles.open(List.of(capture.toString()))) {
            for (int polled = 0; polled != CaptureSource.END; polled = files.poll(frame -> {}, FRAMES_A_POLL)) {
                packets += polled;
            }
        }
        return packets;
    }

    private static void print(Map<String, List<Run>> runs, long packets) {
        System.out.printf("%n%,d packets%n%n", packets);
        System.out.println(
                "| meter | wall | from, to | processor | resident | packets a second | wall, in that of vedette |");
        System.out.println("|---|---|---|---|---|---|---|");
        double ours = runs.containsKey(US) ? median(runs.get(US), Run::wallS) : Double.NaN;
        runs.forEach((name, all) -> {
            double wallS = median(all, Run::wallS);
            System.out.printf(
                    "| %s | %.2f s | %.2f, %.2f | %.2f s | %.0f MiB | %,.0f | %.2f |%n",
                    name,
                    wallS,
                    all.stream().mapToDouble(Run::wallS).min().orElseThrow(),
                    all.stream().mapToDouble(Run::wallS).max().orElseThrow(),
                    median(all, Run::processorS),
                    median(all, Run::residentMib),
                    packets / wallS,
                    wallS / ours);
        });
    }

    private static double median(List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
