package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import vedette.export.ipfix.StrictIpfix;
import vedette.net.IpPrefix;

/** Replays scenarios to collectors that must not see addresses, and looks for them in every octet of what they got. */
class AnonymousOutputTest {
    private static final Path PCAPS = Path.of("pcaps");
    private static final String KEY = "1522178d33a4cf80130a5b1649907d10d8988f837979652762574c2d2a842202";
    private static final String OTHER_KEY = "00".repeat(31) + "01";
    private static final String NO_MAC = "00:00:00:00:00:00";
    private static final String MAC = "(?:[0-9a-f]{2}:){5}[0-9a-f]{2}";
    private static final List<String> FILES = List.of("flows.jsonl", "alerts.jsonl", "flows.ipfix");

    private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![0-9A-Fa-f:.])(?:" + OCTET + "(?:\\." + OCTET
                    + "){3}|(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]*::?[0-9A-Fa-f:.]+)(?![0-9A-Fa-f:])");
    private static final Pattern IDENTIFIER =
            Pattern.compile("\"(?:flow_id|id|community_id)\":\"?([0-9A-Za-z:+/=]+)\"?");

    /** What payloads told of who talks to whom. */
    private static final Pattern CONTENT_NAME =
            Pattern.compile("\"(?:sni|hostname|path_hash|http_user_agent|server|rrname"
                    + "|helo|command_data|cookie|vendor_class_identifier|assigned_ip|client_id)\":\"(?:[^\"\\\\]|\\\\.)*\",?"
                    + "|\"grouped\":\\{[^}]*\\},?");

    @TempDir
    Path temporary;

    private Path keyFile;

    @BeforeEach
    void makeKey() throws IOException {
        keyFile = key("key", KEY);
    }

    private Path key(String name, String digits) throws IOException {
        Path file = Files.writeString(temporary.resolve(name), digits + "\n");
        Files.setPosixFilePermissions(file, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));
        return file;
    }

    @TestFactory
    Stream<DynamicTest> noOctetTellsAnAddress() throws IOException {
        try (Stream<Path> folders = Files.list(PCAPS)) {
            return folders
                    .filter(Files::isDirectory)
                    .filter(folder -> !folder.getFileName().toString().endsWith("-lookalike"))
                    .sorted()
                    .toList()
                    .stream()
                    .map(folder -> dynamic(folder.getFileName().toString(), folder));
        }
    }

    private DynamicTest dynamic(String name, Path folder) {
        return DynamicTest.dynamicTest(name, () -> tellsNobody(name, capture(folder)));
    }

    private static Path capture(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith("traffic."))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private void tellsNobody(String name, Path capture) throws IOException {
        Path open = temporary.resolve(name + "-open");
        List<byte[]> openMessages = replay(open, null, capture);
        Path hidden = temporary.resolve(name + "-hidden");
        List<byte[]> messages = replay(hidden, keyFile, capture);
        assertThat(messages).hasSameSizeAs(openMessages);

        Set<String> addresses = new TreeSet<>();
        Set<String> identifiers = new TreeSet<>();
        for (String file : List.of("flows.jsonl", "alerts.jsonl")) {
            String text = Files.readString(open.resolve(file));
            addAddresses(text, addresses);
            addAll(IDENTIFIER.matcher(text), 1, identifiers);
        }
        StringBuilder text = new StringBuilder();
        text.append(Files.readString(hidden.resolve("flows.jsonl")));
        text.append(Files.readString(hidden.resolve("alerts.jsonl")));
        messages.forEach(message ->
                text.append(new String(message, StandardCharsets.UTF_8)).append('\n'));
        Set<String> told = new TreeSet<>();
        addAddresses(text, told);
        assertThat(told).doesNotContainAnyElementsOf(addresses);
        for (String identifier : identifiers) {
            assertThat(text).doesNotContain(identifier);
        }
        assertThat(told.isEmpty()).isEqualTo(addresses.isEmpty());
        List<StrictIpfix.Message> ipfix = StrictIpfix.file(hidden.resolve("flows.ipfix"));
        Set<String> values = new TreeSet<>();
        StrictIpfix.flows(ipfix)
                .forEach(flow -> addAddresses(flow.values().values().toString(), values));
        StrictIpfix.options(ipfix)
                .forEach(option -> addAddresses(option.values().values().toString(), values));
        assertThat(values).doesNotContainAnyElementsOf(addresses);
        byte[] octets = Files.readAllBytes(hidden.resolve("flows.ipfix"));
        for (String address : addresses) {
            assertThat(isLikeANumber(octets(address)) || !contains(octets, octets(address)))
                    .as(address)
                    .isTrue();
        }
        StrictIpfix.flows(ipfix).forEach(flow -> {
            assertThat(flow.values().getOrDefault("sourceMacAddress", NO_MAC)).isEqualTo(NO_MAC);
            assertThat(flow.values().getOrDefault("destinationMacAddress", NO_MAC))
                    .isEqualTo(NO_MAC);
        });
        sameLines(open, hidden);
    }

    /** As many flows and alerts, of the same times, ports and counters. */
    private static void sameLines(Path open, Path hidden) throws IOException {
        List<String> before = Files.readAllLines(open.resolve("flows.jsonl"));
        List<String> after = Files.readAllLines(hidden.resolve("flows.jsonl"));
        assertThat(after).noneMatch(line -> CONTENT_NAME.matcher(line).find());
        assertThat(after.stream().map(AnonymousOutputTest::withoutNames).toList())
                .isEqualTo(before.stream()
                        .map(AnonymousOutputTest::withoutContentNames)
                        .map(AnonymousOutputTest::withoutNames)
                        .toList());
        assertThat(Files.readAllLines(hidden.resolve("alerts.jsonl")))
                .hasSameSizeAs(Files.readAllLines(open.resolve("alerts.jsonl")));
    }

    private static String withoutContentNames(String line) {
        return CONTENT_NAME.matcher(line).replaceAll("").replace(",}", "}").replaceAll(",\"\\w+\":\\{\\}", "");
    }

    private static String withoutNames(String line) {
        return ADDRESS.matcher(IDENTIFIER.matcher(line).replaceAll("")).replaceAll("");
    }

    /** What has the look of an address and is one; nobody's apart. */
    private static void addAddresses(CharSequence text, Set<String> into) {
        Set<String> candidates = new TreeSet<>();
        addAll(ADDRESS.matcher(text), 0, candidates);
        candidates.removeAll(Set.of("0.0.0.0", NO_MAC));
        for (String candidate : candidates) {
            if (candidate.matches(MAC) || isAddress(candidate)) {
                into.add(candidate);
            }
        }
    }

    private static boolean isAddress(String text) {
        try {
            IpPrefix.parse(text);
            return true;
        } catch (IllegalArgumentException noAddress) {
            return false;
        }
    }

    private static void addAll(Matcher matcher, int group, Set<String> into) {
        while (matcher.find()) {
            into.add(matcher.group(group));
        }
    }

    private static byte[] octets(String address) {
        if (address.matches(MAC)) {
            ByteBuffer mac = ByteBuffer.allocate(6);
            for (String octet : address.split(":", -1)) {
                mac.put((byte) Integer.parseInt(octet, 16));
            }
            return mac.array();
        }
        IpPrefix prefix = IpPrefix.parse(address);
        return prefix.ipVersion() == 4
                ? ByteBuffer.allocate(4).putInt((int) prefix.lo()).array()
                : ByteBuffer.allocate(16)
                        .putLong(prefix.hi())
                        .putLong(prefix.lo())
                        .array();
    }

    /** 10.0.0.1 is also the end of a counter and the beginning of a time: such are looked for in the fields alone. */
    private static boolean isLikeANumber(byte[] octets) {
        return octets.length == 4 && (octets[1] | octets[2]) == 0;
    }

    private static boolean contains(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return true;
            }
        }
        return false;
    }

    /** Writes the files into the directory and returns the syslog messages. */
    private List<byte[]> replay(Path directory, @org.jspecify.annotations.Nullable Path anonymize, Path capture)
            throws IOException {
        try (DatagramSocket syslog = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            syslog.setReceiveBufferSize(4 << 20);
            String uri = "syslog+udp://127.0.0.1:" + syslog.getLocalPort();
            String hide = anonymize == null ? "" : "anonymize = \"" + anonymize + "\"\n";
            Path config = Files.writeString(
                    temporary.resolve("v.toml"),
                    "[ipfix]\nenterprise-number = 32473\n[[collector]]\nuri = \"file:" + directory + "\"\n" + hide
                            + "[[collector]]\nuri = \"" + uri + "\"\n" + hide);
            CommandLineRun run = CommandLineRun.of(
                    "replay",
                    "-q",
                    "--config",
                    config,
                    "--collector",
                    "file:" + directory,
                    "--collector",
                    uri,
                    capture);
            assertThat(run.errLines()).allMatch(line -> line.contains("warning"));
            assertThat(FILES).allMatch(file -> Files.exists(directory.resolve(file)));
            return received(
                    syslog,
                    Files.readAllLines(directory.resolve("alerts.jsonl")).size());
        }
    }

    private static List<byte[]> received(DatagramSocket socket, int count) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        socket.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        while (messages.size() < count) {
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("got " + messages.size() + " of " + count + " messages", e);
            }
            messages.add(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
        return messages;
    }

    @Test
    void theSameKeyHidesTheSameWayAndAnotherKeyAnotherWay() throws IOException {
        Path capture = PCAPS.resolve("scan-horizontal/traffic.pcap");
        replay(temporary.resolve("first"), keyFile, capture);
        replay(temporary.resolve("again"), keyFile, capture);
        replay(temporary.resolve("other"), key("other-key", OTHER_KEY), capture);
        for (String file : FILES) {
            assertThat(temporary.resolve("again").resolve(file))
                    .hasSameBinaryContentAs(temporary.resolve("first").resolve(file));
        }
        Set<String> first = new TreeSet<>();
        Set<String> other = new TreeSet<>();
        addAddresses(Files.readString(temporary.resolve("first/flows.jsonl")), first);
        addAddresses(Files.readString(temporary.resolve("other/flows.jsonl")), other);
        assertThat(first).hasSameSizeAs(other).doesNotContainAnyElementsOf(other);
    }

    @Test
    void withoutAUsableKeyNothingIsSent() throws IOException {
        Path open = Files.writeString(temporary.resolve("readable"), KEY);
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(refusal(open)).contains("others may read it", "chmod o= ");
        assertThat(refusal(temporary.resolve("absent"))).contains("no such file; make one with: (umask 077; openssl");
        assertThat(refusal(key("short", "00".repeat(31)))).contains("is no key of 64 hexadecimal digits; make one");
        assertThat(refusal(key("long", "00".repeat(33)))).contains("is no key of 64 hexadecimal digits; make one");
        assertThat(refusal(key("odd", "zz".repeat(32)))).contains("is no key of 64 hexadecimal digits; make one");
    }

    private String refusal(Path key) throws IOException {
        Path out = temporary.resolve("out");
        Path config = Files.writeString(
                temporary.resolve("v.toml"),
                "[[collector]]\nuri = \"file:" + out + "\"\nanonymize = \"" + key + "\"\n");
        CommandLineRun run = CommandLineRun.of(
                "replay",
                "-q",
                "--force",
                "--config",
                config,
                "--collector",
                "file:" + out,
                PCAPS.resolve("tcp-close/traffic.pcap"));
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(run.errLines()).hasSize(1);
        assertThat(run.err()).startsWith("vedette: collector.anonymize " + key + ": ");
        return run.err();
    }
}
