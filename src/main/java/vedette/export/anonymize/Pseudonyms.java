package vedette.export.anonymize;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import vedette.net.IpPrefix;

/**
 * What stands for addresses and identifiers under one key, the same in every run. Remembers the last {@value #REMEMBERED}
 * addresses or fewer, in a table of fixed size (2.3 MiB) in which one address takes another's place. Not thread-safe; allocates
 * nothing once made, but for prefixes.
 */
final class Pseudonyms {
    private static final int REMEMBERED_BITS = 16;
    static final int REMEMBERED = 1 << REMEMBERED_BITS;

    private static final int BLOCK = 16;
    private static final int FLOW_ID_BITS = 53;
    private static final long MIX = 0x9E3779B97F4A7C15L;

    /** Tells the key of identifiers from what addresses are encrypted with. */
    private static final byte[] IDENTIFIERS = {'i', 'd', 'e', 'n', 't', 'i', 'f', 'i', 'e', 'r', 's', 0, 0, 0, 0, 0};

    private final CryptoPan addresses;
    private final Cipher identifiers;
    private final ByteBuffer block = ByteBuffer.allocate(BLOCK);
    private final ByteBuffer encrypted = ByteBuffer.allocate(BLOCK);

    private final byte[] versions = new byte[REMEMBERED];
    private final long[] known = new long[2 * REMEMBERED];
    private final long[] standIns = new long[2 * REMEMBERED];

    private long hi;
    private long lo;

    Pseudonyms(AnonymizationKey key) {
        addresses = new CryptoPan(key);
        byte[] octets = key.octets();
        identifiers = CryptoPan.cipher(derived(octets));
    }

    private static byte[] derived(byte[] key) {
        try {
            return CryptoPan.cipher(Arrays.copyOfRange(key, BLOCK, 2 * BLOCK)).doFinal(IDENTIFIERS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a whole block can be encrypted", e);
        }
    }

    /** Looks up what stands for an address; {@link #hi()} and {@link #lo()} are the result. */
    void find(int ipVersion, long addressHi, long addressLo) {
        int slot = (int) ((addressLo ^ Long.rotateLeft(addressHi * MIX, 32)) * MIX >>> Long.SIZE - REMEMBERED_BITS);
        if (versions[slot] != ipVersion || known[2 * slot] != addressHi || known[2 * slot + 1] != addressLo) {
            addresses.map(ipVersion, addressHi, addressLo);
            versions[slot] = (byte) ipVersion;
            known[2 * slot] = addressHi;
            known[2 * slot + 1] = addressLo;
            standIns[2 * slot] = addresses.hi();
            standIns[2 * slot + 1] = addresses.lo();
        }
        hi = standIns[2 * slot];
        lo = standIns[2 * slot + 1];
    }

    long hi() {
        return hi;
    }

    long lo() {
        return lo;
    }

    /** What stands for a prefix: the one that what stands for its addresses has in common. */
    IpPrefix of(IpPrefix prefix) {
        find(prefix.ipVersion(), prefix.hi(), prefix.lo());
        return new IpPrefix(prefix.ipVersion(), hi, lo, prefix.length());
    }

    /** A flow id is made of addresses, and whoever guesses them could make it again. */
    long ofFlowId(long flowId) {
        return identifier(0, flowId) >>> Long.SIZE - FLOW_ID_BITS;
    }

    /** 64 bits that stand for these 128. */
    long identifier(long idHi, long idLo) {
        block.putLong(0, idHi).putLong(Long.BYTES, idLo);
        try {
            identifiers.update(block.array(), 0, BLOCK, encrypted.array(), 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a whole block can be encrypted", e);
        }
        return encrypted.getLong(0);
    }
}
