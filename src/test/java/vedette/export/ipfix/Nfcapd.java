package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vedette.Tools;

/** nfdump's collector on a port of the loopback interface, and what it has stored. */
public final class Nfcapd implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String nfdump = Tools.tool("nfdump");
    private final Path store;
    private final int port;
    private final Tools.Background process;

    public Nfcapd(Path folder) throws IOException {
        String nfcapd = Tools.tool("nfcapd");
        store = Files.createDirectory(folder.resolve("nfcapd"));
        port = Tools.freeUdpPort();
        process = Tools.start(
                folder.resolve("nfcapd.log"),
                nfcapd,
                "-w",
                store.toString(),
                "-b",
                "127.0.0.1",
                "-p",
                Integer.toString(port),
                "-t",
                "3600",
                "-B",
                "4000000",
                "-I",
                "vedette");
        Tools.awaitUdpListener(port);
    }

    public int port() {
        return port;
    }

    /** Ends it once it has read all that was sent; returns what it printed. */
    public String stop() throws IOException, InterruptedException {
        Tools.awaitUdpRead(port);
        return process.stop("TERM");
    }

    /** The flows it has stored, in the order in which they came. */
    public List<JsonNode> flows() throws IOException, InterruptedException {
        Path stored;
        try (Stream<Path> files = Files.list(store)) {
            stored = files.filter(path -> path.getFileName().toString().matches("nfcapd\\.[0-9]+"))
                    .findFirst()
                    .orElseThrow();
        }
        Tools.Result result = Tools.run("env", "TZ=UTC", nfdump, "-r", stored.toString(), "-o", "json");
        assertThat(result.exit()).as(result.err()).isZero();
        List<JsonNode> flows = new ArrayList<>();
        JSON.readTree(result.out()).forEach(flows::add);
        return flows;
    }

    @Override
    public void close() {
        process.close();
    }
}
