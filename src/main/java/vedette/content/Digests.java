package vedette.content;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The digests that every Java has. */
final class Digests {
    private Digests() {}

    static MessageDigest md5() {
        return of("MD5");
    }

    static MessageDigest sha256() {
        return of("SHA-256");
    }

    private static MessageDigest of(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no " + algorithm, e);
        }
    }

    /** Writes the digest to {@code target}, which has just its length. */
    static void finish(MessageDigest digest, byte[] target) {
        try {
            digest.digest(target, 0, target.length);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
    }
}
