package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import vedette.Tools;

/** What a running sensor holds, seen from outside. */
final class Vitals {
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final Sensor sensor;

    Vitals(Sensor sensor) {
        this.sensor = sensor;
    }

    /** What is in use of its heap once all garbage is collected, which is done now. */
    double heapMib() throws Exception {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        assertThat(used.find()).isTrue();
        return Long.parseLong(used.group(1)) / 1024.0;
    }

    private String jcmd(String command) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Tools.Result result = Tools.run(jcmd, String.valueOf(sensor.pid()), command);
        assertThat(result.exit()).as(result.err() + result.out()).isZero();
        return result.out();
    }

    double residentMib() throws IOException {
        return status("VmRSS") / 1024.0;
    }

    long threads() throws IOException {
        return status("Threads");
    }

    private long status(String name) throws IOException {
        String status = Files.readString(Path.of("/proc/" + sensor.pid() + "/status"));
        Matcher line = Pattern.compile(name + ":\\s+(\\d+)").matcher(status);
        assertThat(line.find()).isTrue();
        return Long.parseLong(line.group(1));
    }

    long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + sensor.pid() + "/fd"))) {
            return open.count();
        }
    }

    /** Time its threads have run so far. */
    double cpuSeconds() throws IOException {
        String[] fields = Files.readString(Path.of("/proc/" + sensor.pid() + "/stat"))
                .replaceFirst(".*\\) ", "")
                .split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    }
}
