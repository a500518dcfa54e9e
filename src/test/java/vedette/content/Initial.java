package vedette.content;

import static vedette.content.Said.joined;
import static vedette.content.Said.number;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** A client's Initial packet of QUIC, sealed with the keys that RFC 9001 appendix A.1 gives for its connection identifier. */
final class Initial {
    private static final byte[] CONNECTION_ID = hex("8394c8f03e515708");
    private static final byte[] KEY = hex("1f369613dd76d5467730efcbe3b1a22d");
    private static final byte[] IV = hex("fa044b2f42a3fd3b46fb255c");
    private static final byte[] HEADER_PROTECTION = hex("9f50449e04a0e810283a1e9933adedd2");
    private static final int LENGTH = 1162;

    private final int packetNumber;
    private byte[] frames = {};

    Initial(int packetNumber) {
        this.packetNumber = packetNumber;
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    /** A frame with these octets of the handshake. */
    Initial crypto(byte[] handshake, int from, int to) {
        byte[] data = Arrays.copyOfRange(handshake, from, to);
        frames = joined(frames, number(1, 6), number(2, 0x4000 | from), number(2, 0x4000 | data.length), data);
        return this;
    }

    Initial ping() {
        frames = joined(frames, number(1, 1));
        return this;
    }

    /** An acknowledgement of two ranges. */
    Initial ack() {
        frames = joined(frames, hex("02050001000100"));
        return this;
    }

    byte[] datagram() {
        byte[] plain = Arrays.copyOf(frames, LENGTH);
        byte[] header = joined(
                hex("c300000001"),
                Said.counted(1, CONNECTION_ID),
                hex("0000"),
                number(2, 0x4000 | LENGTH + 4 + 16),
                number(4, packetNumber));
        try {
            return protect(header, seal(header, plain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] seal(byte[] header, byte[] plain) throws GeneralSecurityException {
        byte[] nonce = IV.clone();
        nonce[11] ^= (byte) packetNumber;
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, nonce));
        gcm.updateAAD(header);
        return gcm.doFinal(plain);
    }

    private static byte[] protect(byte[] header, byte[] sealed) throws GeneralSecurityException {
        Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
        ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(HEADER_PROTECTION, "AES"));
        byte[] mask = ecb.doFinal(Arrays.copyOf(sealed, 16));
        byte[] packet = joined(header, sealed);
        packet[0] ^= (byte) (mask[0] & 0x0F);
        for (int i = 0; i < 4; i++) {
            packet[header.length - 4 + i] ^= mask[1 + i];
        }
        return packet;
    }
}
