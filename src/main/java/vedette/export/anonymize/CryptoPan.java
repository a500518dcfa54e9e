package vedette.export.anonymize;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.BitSet;
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
    private static final int HALF_OF_V4 = 16;
    private static final int HALF_OF_V6 = 64;
    private static final int V6_SLOT_BITS = 12;
    private static final int V6_SLOTS = 1 << V6_SLOT_BITS;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private final Cipher cipher;
    private final long padHi;
    private final long padLo;
    private final ByteBuffer blocks = ByteBuffer.allocate(HALF_OF_V6 * BLOCK);
    private final ByteBuffer encrypted = ByteBuffer.allocate(HALF_OF_V6 * BLOCK);

    // What was found for first halves of addresses, which many have in common: of IPv4 all, of IPv6 some.
    private final short[] v4Halves = new short[1 << HALF_OF_V4];
    private final BitSet v4Known = new BitSet(1 << HALF_OF_V4);
    private final long[] v6Halves = new long[2 * V6_SLOTS];
    private final BitSet v6Known = new BitSet(V6_SLOTS);

    private long hi;
    private long lo;

    CryptoPan(AnonymizationKey key) {
        byte[] octets = key.octets();
        cipher = cipher(Arrays.copyOf(octets, BLOCK));
        blocks.put(0, octets, BLOCK, BLOCK);
        encrypt(1);
        padHi = encrypted.getLong(0);
        padLo = encrypted.getLong(Long.BYTES);
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
        int half = (int) (address >>> HALF_OF_V4);
        if (!v4Known.get(half)) {
            v4Halves[half] = (short) turnedOverV4(address, 0);
            v4Known.set(half);
        }
        long turned = (v4Halves[half] & 0xFFFFL) << HALF_OF_V4 | turnedOverV4(address, HALF_OF_V4);
        hi = 0;
        lo = address ^ turned;
    }

    /** Which of sixteen bits are turned over, from this one. */
    private long turnedOverV4(long address, int from) {
        for (int i = 0; i < HALF_OF_V4; i++) {
            put(i, mixed(address << V4_BITS, padHi, from + i), padLo);
        }
        return turnedOver(HALF_OF_V4);
    }

    private void mapV6(long addressHi, long addressLo) {
        int slot = (int) (addressHi * MIX >>> Long.SIZE - V6_SLOT_BITS);
        if (!v6Known.get(slot) || v6Halves[2 * slot] != addressHi) {
            v6Halves[2 * slot] = addressHi;
            v6Halves[2 * slot + 1] = turnedOverV6(addressHi, addressLo, 0);
            v6Known.set(slot);
        }
        hi = addressHi ^ v6Halves[2 * slot + 1];
        lo = addressLo ^ turnedOverV6(addressHi, addressLo, HALF_OF_V6);
    }

    /** Which of sixty-four bits are turned over, from this one. */
    private long turnedOverV6(long addressHi, long addressLo, int from) {
        for (int i = 0; i < HALF_OF_V6; i++) {
            put(i, mixed(addressHi, padHi, from + i), mixed(addressLo, padLo, from + i - Long.SIZE));
        }
        return turnedOver(HALF_OF_V6);
    }

    /** The first bits of the address, and the others of the padding. */
    private static long mixed(long address, long pad, int bits) {
        long mask = bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << Long.SIZE - bits;
        return address & mask | pad & ~mask;
    }

    private void put(int block, long blockHi, long blockLo) {
        blocks.putLong(block * BLOCK, blockHi);
        blocks.putLong(block * BLOCK + Long.BYTES, blockLo);
    }

    private void encrypt(int count) {
        try {
            cipher.update(blocks.array(), 0, count * BLOCK, encrypted.array(), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("whole blocks can be encrypted", e);
        }
    }

    /** The first bit of each block, once encrypted. */
    private long turnedOver(int count) {
        encrypt(count);
        long bits = 0;
        for (int block = 0; block < count; block++) {
            bits = bits << 1 | encrypted.get(block * BLOCK) >>> 7 & 1;
        }
        return bits;
    }
}
