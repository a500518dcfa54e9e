package vedette.export.anonymize;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Crypto-PAn (Xu, Fan, Ammar, Moon 2002) with AES-128: a one-to-one mapping of addresses in which two that share their first k
 * bits, and no more, are mapped to two that share their first k bits, and no more. Not thread-safe; allocates nothing once made.
 *
 * <p>Bit k of the result is that of the address, turned over if the cipher says so of the k bits before it; these are padded to a
 * block with the rest of a secret block. An IPv6 address has 128 such bits.
 */
final class CryptoPan {
    private static final int BLOCK = 16;
    private static final int V4_BITS = 32;
    private static final int V6_BITS = 128;

    private final Cipher cipher;
    private final long padHi;
    private final long padLo;
    private final byte[] blocks = new byte[V6_BITS * BLOCK];
    private final byte[] encrypted = new byte[V6_BITS * BLOCK];

    private long hi;
    private long lo;

    CryptoPan(AnonymizationKey key) {
        byte[] octets = key.octets();
        cipher = cipher(Arrays.copyOf(octets, BLOCK));
        System.arraycopy(octets, BLOCK, blocks, 0, BLOCK);
        encrypt(1);
        padHi = longAt(encrypted, 0);
        padLo = longAt(encrypted, Long.BYTES);
    }

    static Cipher cipher(byte[] key) {
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
            return cipher;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES", e);
        }
    }

    /** Maps an address; {@link #hi()} and {@link #lo()} are the result. */
    void map(int ipVersion, long addressHi, long addressLo) {
        if (ipVersion == 4) {
            mapV4(addressLo);
        } else {
            mapV6(addressHi, addressLo);
        }
    }

    long hi() {
        return hi;
    }

    long lo() {
        return lo;
    }

    private void mapV4(long address) {
        long left = address << V4_BITS;
        for (int bits = 0; bits < V4_BITS; bits++) {
            put(bits, mixed(left, padHi, bits), padLo);
        }
        encrypt(V4_BITS);
        hi = 0;
        lo = (left ^ turnedOver(0, V4_BITS) << V4_BITS) >>> V4_BITS;
    }

    private void mapV6(long addressHi, long addressLo) {
        for (int bits = 0; bits < V6_BITS; bits++) {
            put(bits, mixed(addressHi, padHi, bits), mixed(addressLo, padLo, bits - Long.SIZE));
        }
        encrypt(V6_BITS);
        hi = addressHi ^ turnedOver(0, Long.SIZE);
        lo = addressLo ^ turnedOver(Long.SIZE, Long.SIZE);
    }

    /** The first bits of the address, and the others of the padding. */
    private static long mixed(long address, long pad, int bits) {
        long mask = bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << Long.SIZE - bits;
        return address & mask | pad & ~mask;
    }

    private void put(int block, long blockHi, long blockLo) {
        putLong(blocks, block * BLOCK, blockHi);
        putLong(blocks, block * BLOCK + Long.BYTES, blockLo);
    }

    private void encrypt(int count) {
        try {
            cipher.update(blocks, 0, count * BLOCK, encrypted, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks can be encrypted", e);
        }
    }

    /** The first bit of each encrypted block. */
    private long turnedOver(int from, int count) {
        long bits = 0;
        for (int block = from; block < from + count; block++) {
            bits = bits << 1 | encrypted[block * BLOCK] >>> 7 & 1;
        }
        return bits;
    }

    static long longAt(byte[] octets, int at) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << Byte.SIZE | octets[at + i] & 0xFF;
        }
        return value;
    }

    static void putLong(byte[] octets, int at, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            octets[at + i] = (byte) (value >>> Long.SIZE - Byte.SIZE * (i + 1));
        }
    }
}
