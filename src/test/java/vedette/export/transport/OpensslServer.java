package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vedette.Tools;

/** openssl's server as a collector: keeps what it is sent, one connection after the other. */
public final class OpensslServer implements AutoCloseable {
    private final Path received;
    private final Path messages;
    private final Path log;
    private final Process process;
    private final int port;

    /**
     * Starts it on a port of loopback.
     *
     * @param port 0 for a free one
     * @param arguments such as its certificate and its demands, without spaces in them
     */
    public static OpensslServer start(Path folder, int port, String arguments) throws IOException {
        return new OpensslServer(folder, port == 0 ? Tools.freeTcpPort() : port, arguments);
    }

    private OpensslServer(Path folder, int port, String arguments) throws IOException {
        this.port = port;
        this.received = Files.createTempFile(folder, "received", "");
        this.messages = Files.createTempFile(folder, "messages", "");
        this.log = Files.createTempFile(folder, "log", "");
        List<String> command =
                new ArrayList<>(List.of(Tools.tool("openssl"), "s_server", "-accept", "127.0.0.1:" + port, "-quiet"));
        command.addAll(List.of("-msg", "-msgfile", messages.toString()));
        command.addAll(List.of(arguments.split(" ")));
        // It reads its input all the time, and must not find its end.
        this.process = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.PIPE)
                .redirectOutput(received.toFile())
                .redirectError(log.toFile())
                .start();
        Tools.await("openssl to listen", () -> Tools.isTcpListener(port) || !process.isAlive());
        assertThat(process.isAlive()).as(read(log)).isTrue();
    }

    public int port() {
        return port;
    }

    /** All octets sent to it so far, a character each. */
    public String received() {
        return read(received);
    }

    /** The TLS messages it saw and sent, as openssl writes them. */
    public String messages() {
        return read(messages);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void signal(String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Ends it at once, as a crash would. */
    @Override
    public void close() {
        process.destroyForcibly();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
