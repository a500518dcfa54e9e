package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import vedette.Tools;

/** Somebody else's syslog daemon that takes messages on loopback and writes what it makes of each into a file for each way. */
abstract class SyslogReceiver {
    private static final ObjectMapper JSON = new ObjectMapper();

    final Path folder;
    final Map<Way, Integer> ports;

    SyslogReceiver(Path folder, Map<Way, Integer> ports) {
        this.folder = folder;
        this.ports = new EnumMap<>(ports);
    }

    static Map<Way, Integer> freePorts() throws IOException {
        Map<Way, Integer> ports = new EnumMap<>(Way.class);
        for (Way way : Way.values()) {
            ports.put(way, way == Way.UDP ? Tools.freeUdpPort() : Tools.freeTcpPort());
        }
        return ports;
    }

    /** The command that runs it in the foreground. */
    abstract List<String> command() throws IOException, InterruptedException;

    /** A line of its file as the message it stands for. */
    abstract StrictSyslog.Message message(JsonNode line);

    int port(Way way) {
        return ports.get(way);
    }

    Path file(Way way) {
        return folder.resolve(way.label() + ".json");
    }

    /** Starts it and waits until it listens everywhere. */
    Tools.Background start() throws IOException, InterruptedException {
        Tools.Background process =
                Tools.start(folder.resolve("receiver.log"), command().toArray(String[]::new));
        for (Map.Entry<Way, Integer> entry : ports.entrySet()) {
            if (entry.getKey() != Way.UDP) {
                int port = entry.getValue();
                Tools.await("a listener on TCP port " + port, () -> accepts(port) || !process.isRunning());
            }
        }
        assertThat(process.isRunning()).as(process.printed()).isTrue();
        Tools.awaitUdpListener(port(Way.UDP));
        return process;
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** The lines written so far. */
    List<JsonNode> lines(Way way) {
        List<JsonNode> lines = new ArrayList<>();
        try (Stream<String> text = Files.lines(file(way))) {
            for (String line : (Iterable<String>) text::iterator) {
                lines.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            // Not there yet, or its last line is not whole.
        }
        return lines;
    }

    /** What has come so far. */
    List<StrictSyslog.Message> messages(Way way) {
        return lines(way).stream().map(this::message).toList();
    }

    static StrictSyslog.Message message(
            int priority,
            JsonNode time,
            String hostname,
            String app,
            String procId,
            String msgId,
            JsonNode data,
            String text) {
        Map<String, Map<String, String>> elements = new LinkedHashMap<>();
        data.properties().forEach(element -> {
            Map<String, String> parameters = new LinkedHashMap<>();
            element.getValue()
                    .properties()
                    .forEach(parameter -> parameters.put(
                            parameter.getKey(), parameter.getValue().asText()));
            elements.put(element.getKey(), parameters);
        });
        return new StrictSyslog.Message(
                priority / 8, priority % 8, time(time.asText()), hostname, app, procId, msgId, elements, text);
    }

    /** As we write it, whatever name the receiver has for Greenwich. */
    private static String time(String written) {
        return SyslogHeader.time(
                Math.multiplyExact(OffsetDateTime.parse(written).toEpochSecond(), 1_000_000_000L)
                        + OffsetDateTime.parse(written).getNano());
    }
}
