package vedette.content;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a client's Initial packets (RFC 9001 §5.2), which anybody can derive from the connection identifier in front of
 * them, and what they open.
 */
final class QuicKeys {
    static final int SAMPLE = 16;
    static final int TAG = 16;

    private static final int KEY = 16;
    private static final int IV = 12;
    private static final int HASH = 32;

    private final Mac hmac;
    private final Cipher gcm;
    private final Cipher ecb;
    private final byte[] iv = new byte[IV];
    private final byte[] nonce = new byte[IV];
    private SecretKeySpec key = aes(new byte[KEY]);

    /** The salts of a version, and what its labels begin with. */
    enum Version {
        DRAFT_23("c3eef712c72ebb5a11a7d2432bb46365bef9f502", "quic"),
        DRAFT_29("afbfec289993d24c9e9786f19c6111e04390a899", "quic"),
        ONE("38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic"),
        TWO("0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2");

        @SuppressWarnings("ImmutableEnumChecker") // Nobody else sees it, and nobody writes it.
        private final byte[] salt;

        private final String label;

        Version(String salt, String label) {
            this.salt = HexFormat.of().parseHex(salt);
            this.label = label;
        }
    }

    QuicKeys() {
        try {
            hmac = Mac.getInstance("HmacSHA256");
            gcm = Cipher.getInstance("AES/GCM/NoPadding");
            ecb = Cipher.getInstance("AES/ECB/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java lacks what QUIC needs", e);
        }
    }

    /** Derives the keys that belong to the first connection identifier. */
    void derive(Version version, byte[] connectionId) {
        try {
            byte[] initial = hmac(version.salt, connectionId);
            byte[] secret = expand(initial, "client in", HASH);
            key = aes(expand(secret, version.label + " key", KEY));
            System.arraycopy(expand(secret, version.label + " iv", IV), 0, iv, 0, IV);
            ecb.init(Cipher.ENCRYPT_MODE, aes(expand(secret, version.label + " hp", KEY)));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SecretKeySpec aes(byte[] octets) {
        return new SecretKeySpec(octets, "AES");
    }

    /** An empty key is not allowed; HMAC fills a shorter one up with zeros. */
    private byte[] hmac(byte[] secret, byte[] message) throws InvalidKeyException {
        hmac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return hmac.doFinal(message);
    }

    /** HKDF-Expand-Label (RFC 8446 §7.1), of which one block is enough. */
    private byte[] expand(byte[] secret, String label, int length) throws InvalidKeyException {
        byte[] text = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
        byte[] info = new byte[2 + 1 + text.length + 1 + 1];
        info[1] = (byte) length;
        info[2] = (byte) text.length;
        System.arraycopy(text, 0, info, 3, text.length);
        info[info.length - 1] = 1;
        return Arrays.copyOf(hmac(secret, info), length);
    }

    /** What hides a header (RFC 9001 §5.4). */
    byte[] mask(byte[] sample) {
        try {
            return ecb.doFinal(sample);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens a packet.
     *
     * @param header its header, unmasked
     * @return octets written to {@code target}, or -1 if it is not what it seems
     */
    int open(byte[] header, int headerLength, byte[] sealed, int sealedLength, long number, byte[] target) {
        for (int i = 0; i < IV; i++) {
            int shift = 8 * (IV - 1 - i);
            nonce[i] = (byte) (iv[i] ^ (shift < Long.SIZE ? number >>> shift : 0));
        }
        try {
            gcm.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(8 * TAG, nonce));
            gcm.updateAAD(header, 0, headerLength);
            return gcm.doFinal(sealed, 0, sealedLength, target, 0);
        } catch (GeneralSecurityException e) {
            return -1;
        }
    }
}
