package vedette.export.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.CollectorUri;
import vedette.export.TlsConfig;

/** Makes the TLS side of connections to a collector: versions 1.2 and 1.3, its name checked, files read again for each. */
final class TlsClient {
    private static final Logger LOG = LoggerFactory.getLogger(TlsClient.class);

    private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

    private final TlsConfig config;
    private SSLContext context;
    private String told = "";

    /** @throws IllegalArgumentException if a file cannot be used; says which and why */
    TlsClient(TlsConfig config) {
        this.config = config;
        try {
            context = read();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private SSLContext read() throws IOException {
        TlsFiles files = TlsFiles.read(config);
        try {
            SSLContext made = files.context();
            warnOfEnd(files);
            return made;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java cannot speak TLS with the files of collector.tls: " + e.getMessage(), e);
        }
    }

    private void warnOfEnd(TlsFiles files) {
        OwnKey own = files.own();
        if (own != null && own.ended().isBefore(Instant.now())) {
            tell("collector.tls.certificate " + config.certificate() + ": ended on " + own.ended()
                    + "; collectors will not accept it");
        }
    }

    boolean hasCertificate() {
        return !config.certificate().isEmpty();
    }

    /** Reads the files; where they cannot be used, what they were before is. Not of the exporting thread. */
    synchronized SSLEngine engine(CollectorUri collector) {
        try {
            context = read();
        } catch (IOException e) {
            tell(e.getMessage() + "; going on with what was read before");
        }
        SSLEngine engine =
                context.createSSLEngine(config.name().isEmpty() ? collector.host() : config.name(), collector.port());
        engine.setUseClientMode(true);
        engine.setEnabledProtocols(VERSIONS);
        engine.setEnabledCipherSuites(encrypting(engine.getEnabledCipherSuites()));
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void tell(String line) {
        if (!line.equals(told)) {
            told = line;
            LOG.warn(line);
        }
    }

    /** The JDK leaves the others out by itself, unless somebody has loosened its security properties. */
    private static String[] encrypting(String[] suites) {
        return Arrays.stream(suites)
                .filter(suite -> !suite.contains("_NULL_") && !suite.contains("_anon_") && !suite.contains("_EXPORT_"))
                .toArray(String[]::new);
    }
}
