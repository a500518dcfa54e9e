package vedette.metrics;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.transport.OwnKey;

/** Makes the listener's side of TLS 1.2 and 1.3. Files that were renewed in place are used from the next connection on. */
final class ServerTls {
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);
    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final MetricsConfig config;
    private List<FileTime> modified;
    private SSLContext context;
    private String told = "";

    /** @throws IOException that says which option, which file, and what is wrong with it */
    ServerTls(MetricsConfig config) throws IOException {
        this.config = config;
        modified = modified();
        context = read();
    }

    private List<FileTime> modified() throws IOException {
        return List.of(
                Files.getLastModifiedTime(Path.of(config.certificate())),
                Files.getLastModifiedTime(Path.of(config.key())));
    }

    private SSLContext read() throws IOException {
        OwnKey own = OwnKey.read("metrics.", config.certificate(), config.key());
        try {
            SSLContext made = SSLContext.getInstance("TLS");
            made.init(new KeyManager[] {own}, null, null);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot speak TLS with metrics.certificate: " + e.getMessage(), e);
        }
    }

    /** Closing the socket ends what is returned at once, whatever it waits for. */
    SSLSocket over(Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.setEnabledProtocols(VERSIONS);
        return secured;
    }

    private synchronized SSLContext context() {
        try {
            List<FileTime> now = modified();
            if (!now.equals(modified)) {
                context = read();
                modified = now;
            }
        } catch (IOException e) {
            tell(e.getMessage() + "; going on with what was read before");
        }
        return context;
    }

    private void tell(String line) {
        if (!line.equals(told)) {
            told = line;
            LOG.warn(line);
        }
    }
}
