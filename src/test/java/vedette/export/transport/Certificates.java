package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import vedette.Tools;
import vedette.export.TlsConfig;

/** An authority of a test and whom it vouches for, made with openssl in a folder: NAME.pem and NAME.key. */
public final class Certificates {
    private final Path folder;
    private final String authority;

    /** @param authority its name, and that of its files */
    public Certificates(Path folder, String authority) throws IOException, InterruptedException {
        this.folder = folder;
        this.authority = authority;
        openssl("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=" + authority
                + " -keyout " + key(authority) + " -out " + certificate(authority)
                + " -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign");
    }

    /** Runs openssl with arguments that hold no spaces. */
    static void openssl(String arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Tools.tool("openssl")));
        command.addAll(List.of(arguments.split(" ")));
        Tools.Result result = Tools.run(command.toArray(String[]::new));
        assertThat(result.exit()).as(result.err()).isZero();
    }

    /** @param names subject alternative names such as {@code DNS:collector.test,IP:127.0.0.1}; empty for none */
    public Certificates issue(String owner, String names) throws IOException, InterruptedException {
        return issue(owner, names, "-days 2");
    }

    /** One that has ended. */
    public Certificates issueExpired(String owner, String names) throws IOException, InterruptedException {
        return issue(owner, names, "-days -1");
    }

    private Certificates issue(String owner, String names, String days) throws IOException, InterruptedException {
        Path request = folder.resolve(owner + ".csr");
        Path extensions = folder.resolve(owner + ".ext");
        Files.writeString(extensions, names.isEmpty() ? "keyUsage=digitalSignature\n" : "subjectAltName=" + names);
        openssl("req -new -newkey rsa:2048 -nodes -subj /CN=" + owner + " -keyout " + key(owner) + " -out " + request);
        openssl("x509 -req -in " + request + " -CA " + certificate(authority) + " -CAkey " + key(authority)
                + " -set_serial " + System.nanoTime() + " " + days + " -extfile " + extensions + " -out "
                + certificate(owner));
        return this;
    }

    public Path certificate(String owner) {
        return folder.resolve(owner + ".pem");
    }

    public Path key(String owner) {
        return folder.resolve(owner + ".key");
    }

    /** A sensor that trusts this authority alone and shows nothing. */
    public TlsConfig trusting() {
        return new TlsConfig(certificate(authority).toString(), "", "", "");
    }

    /** A sensor that trusts this authority alone, and shows this certificate. */
    public TlsConfig trustingAndShowing(String owner) {
        return new TlsConfig(
                certificate(authority).toString(),
                certificate(owner).toString(),
                key(owner).toString(),
                "");
    }
}
