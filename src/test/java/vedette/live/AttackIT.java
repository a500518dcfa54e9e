package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.export.syslog.Rsyslogd;

/** Attacks by the tools attackers use, on a real link: who is told of them while they go on, and what a replay tells afterwards. */
@Timeout(300)
class AttackIT {
    private static final Pattern CAPTURED = Pattern.compile("captured (\\d+) frames");
    private static final int UDP = 514;
    private static final int TCP = 601;
    private static final String SECOND_ADDRESS = "10.99.0.3";
    private static final List<String> SETTINGS = List.of("--set", "sensor.hash-seed=7", "--set", "sensor.name=watch1");

    @TempDir
    Path directory;

    private Namespaces namespaces;
    private Rsyslogd rsyslog;

    @BeforeEach
    void join() throws Exception {
        for (String tool : List.of("nmap", "hping3", "tcpdump", "rsyslogd", "taskset")) {
            Namespaces.needTool(tool);
        }
        namespaces = Namespaces.create().withAddresses();
        namespaces.sensor().run("ip", "addr", "add", SECOND_ADDRESS + "/24", "dev", "veth0");
        rsyslog = new Rsyslogd(directory, UDP, TCP);
        start(namespaces.sensor(), "rsyslog", rsyslog.command());
        Sensor.await("rsyslog", () -> {
            String listening = namespaces.sensor().run("ss", "-Hlunt");
            return listening.contains(":" + UDP) && listening.contains(":" + TCP);
        });
    }

    @AfterEach
    void part() {
        if (namespaces != null) {
            namespaces.close();
        }
    }

    private Process start(Namespaces.Side side, String name, List<String> command) throws Exception {
        Path log = Files.createTempFile(directory, name, ".log");
        return side.start(new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()));
    }

    /**
     * Starts an attack, which ends by itself. It has one processor: then so have the answers of the kernel, and both who capture
     * see all frames in one order, which they need not if two processors send at once.
     */
    private Process attack(String... command) throws Exception {
        List<String> pinned = new ArrayList<>(List.of("taskset", "-c", "0"));
        pinned.addAll(List.of(command));
        return start(namespaces.sender(), "attack", pinned);
    }

    /** Ends the attack once both collectors have been told of it, which must be while it goes on. Returns what they were told. */
    private JsonNode isToldWhileItGoesOn(Process attack, int code, String target) throws Exception {
        JsonNode overTcp = awaitOpen(rsyslog::overTcp, code, target);
        JsonNode overUdp = awaitOpen(rsyslog::overUdp, code, target);
        assertThat(attack.isAlive()).as("the attack goes on").isTrue();
        assertThat(overUdp.at("/data/vedette@32473")).isEqualTo(overTcp.at("/data/vedette@32473"));
        assertThat(overUdp.at("/data/evidence@32473").properties())
                .as("evidence, of which a datagram may have to leave out the last")
                .isNotEmpty()
                .isSubsetOf(overTcp.at("/data/evidence@32473").properties());
        attack.destroy();
        assertThat(attack.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(overTcp.path("host").asText()).isEqualTo("watch1");
        assertThat(overTcp.path("app").asText()).isEqualTo("vedette");
        assertThat(overTcp.path("msgid").asText()).isEqualTo("ALERT");
        assertThat(overTcp.at("/data/vedette@32473/if").asText()).isEqualTo("veth0");
        return overTcp.path("data");
    }

    private static JsonNode awaitOpen(Supplier<List<JsonNode>> kept, int code, String target) throws Exception {
        List<JsonNode> open = new ArrayList<>();
        Sensor.await("alert " + code, () -> {
            kept.get().stream()
                    .filter(message -> message.at("/data/vedette@32473/state")
                                    .asText()
                                    .equals("open")
                            && message.at("/data/vedette@32473/code").asInt() == code
                            && message.at("/data/vedette@32473/dst").asText().equals(target))
                    .forEach(open::add);
            return !open.isEmpty();
        });
        assertThat(open).hasSize(1);
        return open.get(0);
    }

    private static String fact(JsonNode data, String name) {
        return data.at("/vedette@32473/" + name).asText();
    }

    private static String evidence(JsonNode data, String name) {
        return data.at("/evidence@32473/" + name).asText();
    }

    @Test
    void attacksAreToldWhileTheyGoOnAndAReplayTellsTheSame() throws Exception {
        Path capture = directory.resolve("link.pcap");
        Process tcpdump = tcpdump(capture);
        List<String> collectors = List.of(
                "syslog+tcp://127.0.0.1:" + TCP, "syslog+udp://127.0.0.1:" + UDP, "file:" + directory.resolve("live"));
        List<String> arguments = new ArrayList<>(List.of("--interface", "veth0"));
        arguments.addAll(SETTINGS);
        Sensor sensor = Sensor.run(namespaces, directory, collectors, arguments.toArray(String[]::new));

        scanOfPorts();
        stealthScan();
        spoofedFlood();
        answeredFlood();

        sensor.terminate();
        assertThat(sensor.exitCode()).as(sensor.said()).isZero();
        assertThat(sensor.said()).contains("dropped 0 in the kernel, 0 in the interface, 0 in the ring");
        tcpdump.destroy();
        assertThat(tcpdump.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(directory.resolve("tcpdump.log")).content().contains("0 packets dropped by kernel");

        List<String> replay =
                new ArrayList<>(List.of("--write", directory.resolve("replayed").toString()));
        replay.addAll(SETTINGS);
        replay.add(asFarAsSeen(capture, sensor).toString());
        Sensor.replay(namespaces, directory, replay.toArray(String[]::new));
        List<String> alerts = lines("live", "alerts.jsonl");
        assertThat(alerts).isEqualTo(lines("replayed", "alerts.jsonl"));
        assertThat(lines("live", "flows.jsonl")).isEqualTo(lines("replayed", "flows.jsonl"));
        assertThat(alerts)
                .filteredOn(line -> line.contains("\"state\":\"close\""))
                .hasSizeGreaterThanOrEqualTo(4);
        Sensor.await("rsyslog to keep all", () -> rsyslog.overTcp().size() == alerts.size());
    }

    private void scanOfPorts() throws Exception {
        Process nmap =
                attack("nmap", "-sS", "-n", "-Pn", "-p", "1-600", "--scan-delay", "30ms", Namespaces.SENSOR_ADDRESS);
        JsonNode data = isToldWhileItGoesOn(nmap, 1001, Namespaces.SENSOR_ADDRESS);
        assertThat(fact(data, "kind")).isEqualTo("scan.vertical");
        assertThat(fact(data, "src")).isEqualTo(Namespaces.SENDER_ADDRESS);
        assertThat(fact(data, "proto")).isEqualTo("TCP");
        assertThat(fact(data, "level")).isEqualTo("medium");
        assertThat(fact(data, "mitre")).isEqualTo("T1046");
        assertThat(evidence(data, "contacts_at_detection")).isEqualTo("7");
        assertThat(evidence(data, "refused")).isEqualTo("7");
    }

    private void stealthScan() throws Exception {
        Process nmap =
                attack("nmap", "-sX", "-n", "-Pn", "-p", "1-600", "--scan-delay", "30ms", Namespaces.SENSOR_ADDRESS);
        JsonNode data = isToldWhileItGoesOn(nmap, 1007, Namespaces.SENSOR_ADDRESS);
        assertThat(fact(data, "kind")).isEqualTo("scan.stealth");
        assertThat(fact(data, "src")).isEqualTo(Namespaces.SENDER_ADDRESS);
        assertThat(evidence(data, "kinds")).isEqualTo("XMAS");
    }

    private void spoofedFlood() throws Exception {
        Process hping =
                attack("hping3", "-q", "-S", "--rand-source", "-p", "80", "-i", "u500", "-c", "30000", SECOND_ADDRESS);
        JsonNode data = isToldWhileItGoesOn(hping, 1101, SECOND_ADDRESS);
        assertThat(fact(data, "kind")).isEqualTo("flood.syn");
        assertThat(fact(data, "dpt")).isEqualTo("80");
        assertThat(fact(data, "level")).isEqualTo("high");
        assertThat(evidence(data, "spoofed")).isEqualTo("random");
    }

    /** Refused by the host, and sent by one who bears his own address. */
    private void answeredFlood() throws Exception {
        Process hping =
                attack("hping3", "-q", "-S", "-p", "81", "-i", "u500", "-c", "30000", Namespaces.SENSOR_ADDRESS);
        JsonNode data = isToldWhileItGoesOn(hping, 1101, Namespaces.SENSOR_ADDRESS);
        assertThat(fact(data, "src")).isEqualTo(Namespaces.SENDER_ADDRESS);
        assertThat(fact(data, "dpt")).isEqualTo("81");
        assertThat(evidence(data, "spoofed")).isEqualTo("none");
    }

    /** The capture without what came after the sensor had ended, as a segment sent again may. */
    private Path asFarAsSeen(Path capture, Sensor sensor) throws Exception {
        Matcher captured = CAPTURED.matcher(sensor.said());
        assertThat(captured.find()).as(sensor.said()).isTrue();
        Path seen = directory.resolve("seen.pcap");
        Tools.run(
                Tools.tool("editcap"),
                "-F",
                "nsecpcap",
                "-r",
                capture.toString(),
                seen.toString(),
                "1-" + captured.group(1));
        return seen;
    }

    private Process tcpdump(Path capture) throws Exception {
        Path log = directory.resolve("tcpdump.log");
        ProcessBuilder builder = new ProcessBuilder(
                "tcpdump",
                "-i",
                "veth0",
                "-n",
                "-U",
                "--immediate-mode",
                "--time-stamp-precision=nano",
                "-w",
                capture.toString());
        Process process =
                namespaces.sensor().start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
        Sensor.await("tcpdump", () -> Files.readString(log).contains("listening on"));
        return process;
    }

    /** What was written, but for the interface's name, which the capture does not hold. */
    private List<String> lines(String folder, String file) throws Exception {
        return Files.readAllLines(directory.resolve(folder).resolve(file)).stream()
                .map(line -> line.replaceFirst("\"in_iface\":\"[^\"]*\",", ""))
                .toList();
    }
}
