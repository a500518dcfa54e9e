package vedette.export.transport;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the sensor's one certificate to whoever asks, as client and as server. The JDK would show none to a collector that does
 * not list its issuer, and the collector could only say that one is missing.
 */
public final class OwnKey extends X509ExtendedKeyManager {
    private static final String ALIAS = "sensor";

    private final PrivateKey key;
    private final X509Certificate[] chain;

    OwnKey(PrivateKey key, X509Certificate[] chain) {
        this.key = key;
        this.chain = chain;
    }

    /**
     * Reads a certificate and its key from PEM files.
     *
     * @param section of the configuration where both are named: {@code collector.tls.}
     * @throws IOException whose message says which option, which file, and what is wrong with it
     */
    public static OwnKey read(String section, String certificate, String key) throws IOException {
        List<X509Certificate> chain;
        PrivateKey own;
        try {
            chain = Pem.certificates(certificate);
        } catch (IOException e) {
            throw new IOException(section + "certificate " + e.getMessage(), e);
        }
        try {
            own = Pem.privateKey(key);
        } catch (IOException e) {
            throw new IOException(section + "key " + e.getMessage(), e);
        }
        if (!belongTogether(own, chain.get(0))) {
            throw new IOException(
                    section + "key " + key + ": is not the key of the first certificate in " + certificate);
        }
        return new OwnKey(own, chain.toArray(X509Certificate[]::new));
    }

    private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
        if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
            return false;
        }
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            byte[] anything = {1};
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(anything);
            byte[] signed = signature.sign();
            signature.initVerify(certificate.getPublicKey());
            signature.update(anything);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** When the certificate ends. */
    public Instant ended() {
        return chain[0].getNotAfter().toInstant();
    }

    private @Nullable String alias(String[] keyTypes) {
        return Arrays.asList(keyTypes).contains(key.getAlgorithm()) ? ALIAS : null;
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyTypes);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyTypes);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return keyType.equals(key.getAlgorithm()) ? new String[] {ALIAS} : null;
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        return alias.equals(ALIAS) ? chain.clone() : null;
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        return alias.equals(ALIAS) ? key : null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return getClientAliases(keyType, issuers);
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(new String[] {keyType});
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(new String[] {keyType});
    }
}
