package vedette.export.transport;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import vedette.export.TlsConfig;

/** What stands in the files of a collector over TLS. Read again for each attempt, so that what was renewed is used. */
record TlsFiles(
        @Nullable List<X509Certificate> trust, @Nullable OwnKey own) {
    private static final String PREFIX = "collector.tls.";

    /** @throws IOException whose message says which option, which file, and what is wrong with it */
    static TlsFiles read(TlsConfig config) throws IOException {
        return new TlsFiles(
                config.trust().isEmpty() ? null : certificates("trust", config.trust()),
                config.certificate().isEmpty() ? null : OwnKey.read(PREFIX, config.certificate(), config.key()));
    }

    private static List<X509Certificate> certificates(String option, String file) throws IOException {
        try {
            return Pem.certificates(file);
        } catch (IOException e) {
            throw new IOException(PREFIX + option + " " + e.getMessage(), e);
        }
    }

    SSLContext context() throws GeneralSecurityException, IOException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                own == null ? null : new OwnKey[] {own},
                new TrustManager[] {new CollectorTrust(trustManager(), trust == null)},
                null);
        return context;
    }

    private X509ExtendedTrustManager trustManager() throws GeneralSecurityException, IOException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trust == null ? null : store(trust));
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager trusted) {
                return trusted;
            }
        }
        throw new IllegalStateException("this Java has no way to check certificates");
    }

    private static KeyStore store(List<X509Certificate> trust) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        for (X509Certificate certificate : trust) {
            store.setCertificateEntry("trusted " + store.size(), certificate);
        }
        return store;
    }
}
