package vedette.export.transport;

import java.net.Socket;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Holds a collector's certificate against those who may vouch for it and the name it must have. The name must be among the
 * subject's alternative ones (RFC 9525): the JDK would take a common name too. Why one is not trusted is said in words.
 */
final class CollectorTrust extends X509ExtendedTrustManager {
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    /** A collector is not who it should be. */
    static final class Untrusted extends CertificateException {
        private static final long serialVersionUID = 1L;

        Untrusted(String message, CertificateException cause) {
            super(message, cause);
        }
    }

    private final X509ExtendedTrustManager trust;
    private final boolean jdks;

    CollectorTrust(X509ExtendedTrustManager trust, boolean jdks) {
        this.trust = trust;
        this.jdks = jdks;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        try {
            trust.checkServerTrusted(chain, authType, engine);
            if (names(chain[0]).isEmpty()) {
                throw new CertificateException("no name");
            }
        } catch (CertificateException e) {
            throw new Untrusted(reason(e, chain, engine.getPeerHost()), e);
        }
    }

    private String reason(CertificateException e, X509Certificate[] chain, String name) {
        for (X509Certificate certificate : chain) {
            String subject = certificate.getSubjectX500Principal().getName();
            try {
                certificate.checkValidity();
            } catch (CertificateExpiredException ended) {
                return "its certificate of " + subject + " ended on "
                        + certificate.getNotAfter().toInstant();
            } catch (CertificateNotYetValidException early) {
                return "its certificate of " + subject + " begins on "
                        + certificate.getNotBefore().toInstant() + "; is the clock right?";
            }
        }
        if (isPath(e)) {
            return "its certificate is by "
                    + chain[chain.length - 1].getIssuerX500Principal().getName()
                    + ", for whom " + (jdks ? "the JDK does not vouch" : "collector.tls.trust does not vouch") + " ("
                    + e.getMessage() + ")";
        }
        List<String> names = names(chain[0]);
        return "its certificate is not for " + name + " but for "
                + (names.isEmpty()
                        ? "nobody: it has no subject alternative name"
                        : String.join(", ", names) + "; set collector.tls.name if that is who it should be");
    }

    private static boolean isPath(Throwable e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathValidatorException || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    /** The DNS names and addresses a certificate is for. */
    private static List<String> names(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null
                    ? List.of()
                    : all.stream()
                            .filter(name ->
                                    name.get(0).equals(DNS_NAME) || name.get(0).equals(ADDRESS))
                            .map(name -> String.valueOf(name.get(1)))
                            .collect(Collectors.toList());
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("without the connection there is no name to check");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkServerTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("a sensor trusts no clients");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        checkClientTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return trust.getAcceptedIssuers();
    }
}
