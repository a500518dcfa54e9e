package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import vedette.Tools;
import vedette.export.ipfix.StrictIpfix;
import vedette.export.ipfix.StrictIpfix.DataRecord;

/**
 * A collector over TCP or TLS that is a process of its own, to be killed, stopped and started again: it writes what each connection
 * brings into a file. Its port is the same in each of its lives.
 */
final class TcpCollector implements AutoCloseable {
    /**
     * {@code PORT DIRECTORY LIFE RESET_AFTER CERTIFICATE}: the first connection is reset once it has brought so many octets. With
     * a certificate, which is read with its key for each connection, it is openssl's library that speaks TLS.
     */
    private static final String SCRIPT = """
            import os, socket, ssl, struct, sys, threading
            port, directory, life, limit = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
            certificate = sys.argv[5]
            listener = socket.socket()
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65536)
            listener.bind(('0.0.0.0', port))
            listener.listen(5)
            print(listener.getsockname()[1], flush=True)
            def secured(connection):
                if not certificate:
                    return connection
                context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                context.load_cert_chain(certificate + '.pem', certificate + '.key')
                return context.wrap_socket(connection, server_side=True)
            def keep(connection, number):
                try:
                    connection = secured(connection)
                except OSError:
                    connection.close()
                    return
                file = os.open('%s/%s-%03d' % (directory, life, number), os.O_CREAT | os.O_WRONLY | os.O_EXCL)
                brought = 0
                try:
                    while True:
                        octets = connection.recv(limit or 65536)
                        if not octets:
                            break
                        os.write(file, octets)
                        brought += len(octets)
                        if number == 0 and 0 < limit <= brought:
                            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
                            break
                except OSError:
                    pass
                connection.close()
            number = 0
            while True:
                connection = listener.accept()[0]
                threading.Thread(target=keep, args=(connection, number), daemon=True).start()
                number += 1
            """;

    private final Namespaces.Side side;
    private final String address;
    private final Path directory;
    private final Map<Path, Connection> connections = new HashMap<>();
    private final List<DataRecord> flows = new ArrayList<>();
    private String scheme = "ipfix+tcp";
    private String certificate = "";
    private int port;
    private int lives;
    private Process process;

    /** @param address where the sensor finds it */
    TcpCollector(Namespaces.Side side, String address, Path parent) throws Exception {
        this.side = side;
        this.address = address;
        this.directory = Files.createTempDirectory(parent, "collector");
        start();
        kill();
    }

    String uri() {
        return scheme + "://" + address + ":" + port;
    }

    /** From its next start on it speaks TLS, and shows what stands in these files at the time: they end in .pem and .key. */
    TcpCollector withTls(Path certificate) {
        this.scheme = "ipfix+tls";
        this.certificate = certificate.toString();
        return this;
    }

    TcpCollector start() throws Exception {
        return start(0);
    }

    /** @param resetAfter octets after which the first connection is reset; 0 for never */
    TcpCollector start(int resetAfter) throws Exception {
        Path log = directory.resolveSibling(directory.getFileName() + "." + lives + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                "python3",
                "-c",
                SCRIPT,
                String.valueOf(port),
                directory.toString(),
                String.format("%03d", lives++),
                String.valueOf(resetAfter),
                certificate);
        process = side.start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
        Sensor.await("the collector to listen", () -> {
            assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
            return Files.readString(log).endsWith("\n");
        });
        port = Integer.parseInt(Files.readString(log).strip());
        return this;
    }

    /** As SIGKILL does it: what it has not read by then is gone. */
    void kill() throws Exception {
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }

    void signal(String name) throws Exception {
        Tools.run("kill", "-" + name, String.valueOf(process.pid()));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    /** The flow records of all connections, each of which is held to the rules; the last message of one may be cut. */
    List<DataRecord> flows() throws IOException {
        for (Path file : files()) {
            connections.computeIfAbsent(file, Connection::new).read();
        }
        return flows;
    }

    /** Reads on where it ended. */
    private final class Connection {
        private final StrictIpfix session = new StrictIpfix(StrictIpfix.Transport.TCP);
        private final Path file;
        private int readTo;

        Connection(Path file) {
            this.file = file;
        }

        void read() throws IOException {
            if (Files.size(file) == readTo) {
                return;
            }
            byte[] octets = Files.readAllBytes(file);
            for (int end = whole(octets); readTo < end; ) {
                int next = readTo + length(octets, readTo);
                flows.addAll(StrictIpfix.flows(List.of(session.read(Arrays.copyOfRange(octets, readTo, next)))));
                readTo = next;
            }
        }
    }

    /** Another reader finds nothing wrong with any connection either. */
    void isReadByIpfixDump() throws Exception {
        String ipfixDump = Tools.tool("ipfixDump");
        for (Path file : files()) {
            byte[] octets = Files.readAllBytes(file);
            if (whole(octets) > 0) {
                Path messages = file.resolveSibling("../" + directory.getFileName() + "-" + file.getFileName());
                Files.write(messages, Arrays.copyOf(octets, whole(octets)));
                Tools.Result dump = Tools.run(ipfixDump, "-s", "-i", messages.toString());
                assertThat(dump.err()).as("%s", file).isEmpty();
                assertThat(dump.exit()).isZero();
            }
        }
    }

    /** Octets of all messages that are whole. */
    private static int whole(byte[] octets) {
        int at = 0;
        while (octets.length - at >= 4 && at + length(octets, at) <= octets.length) {
            at += length(octets, at);
        }
        return at;
    }

    private static int length(byte[] octets, int at) {
        int length = ByteBuffer.wrap(octets).getShort(at + 2) & 0xFFFF;
        assertThat(length).as("length of the message at %d", at).isGreaterThan(16);
        return length;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
