package vedette.export.anonymize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import vedette.net.IpPrefix;

class CryptoPanTest {
    /** The key of the sample that is part of Crypto-PAn as its authors published it. */
    static final AnonymizationKey SAMPLE_KEY = new AnonymizationKey(
            HexFormat.of().parseHex("1522178d33a4cf80130a5b1649907d10d8988f8379796527" + "62574c2d2a842202"));

    private static String mapped(CryptoPan mapping, String address) {
        IpPrefix prefix = IpPrefix.parse(address);
        mapping.map(prefix.ipVersion(), prefix.hi(), prefix.lo());
        return IpPrefix.of(prefix.ipVersion(), mapping.hi(), mapping.lo()).toString();
    }

    /** IPv4: the authors' sample trace, raw and sanitized; IPv6: what other implementations agree on. */
    @ParameterizedTest
    @CsvFileSource(resources = "/cryptopan.csv")
    void addressesAreMappedAsThePublishedSampleHasThem(String address, String expected) {
        assertThat(mapped(new CryptoPan(SAMPLE_KEY), address)).isEqualTo(expected);
    }

    @Property(tries = 2_000)
    void twoIpv4AddressesShareTheirPrefixAndNoMore(
            @ForAll int address, @ForAll @IntRange(max = 31) int shared, @ForAll int rest, @ForAll byte keyed) {
        CryptoPan mapping = new CryptoPan(key(keyed));
        int other = differingAt(shared, address, rest);
        mapping.map(4, 0, address & 0xFFFF_FFFFL);
        int first = (int) mapping.lo();
        assertThat(mapping.lo() >>> 32).isZero();
        mapping.map(4, 0, other & 0xFFFF_FFFFL);
        assertThat(Integer.numberOfLeadingZeros(first ^ (int) mapping.lo())).isEqualTo(shared);
    }

    /** The first bits of the address, the next one turned over, and anything behind it. */
    private static int differingAt(int shared, int address, int rest) {
        int turned = address ^ Integer.MIN_VALUE >>> shared;
        return turned ^ (shared == 31 ? 0 : rest & (Integer.MIN_VALUE >>> shared) - 1);
    }

    @Property(tries = 1_000)
    void twoIpv6AddressesShareTheirPrefixAndNoMore(
            @ForAll long hi,
            @ForAll long lo,
            @ForAll @IntRange(max = 127) int shared,
            @ForAll long restHi,
            @ForAll long restLo,
            @ForAll byte keyed) {
        CryptoPan mapping = new CryptoPan(key(keyed));
        long otherHi = shared < 64 ? differingAt(shared, hi, restHi) : hi;
        long otherLo = shared < 64 ? restLo : differingAt(shared - 64, lo, restLo);
        mapping.map(6, hi, lo);
        long firstHi = mapping.hi();
        long firstLo = mapping.lo();
        mapping.map(6, otherHi, otherLo);
        int zeros = Long.numberOfLeadingZeros(firstHi ^ mapping.hi());
        assertThat(zeros < 64 ? zeros : 64 + Long.numberOfLeadingZeros(firstLo ^ mapping.lo()))
                .isEqualTo(shared);
    }

    private static long differingAt(int shared, long address, long rest) {
        long turned = address ^ Long.MIN_VALUE >>> shared;
        return turned ^ (shared == 63 ? 0 : rest & (Long.MIN_VALUE >>> shared) - 1);
    }

    @Test
    void whatWasMappedBeforeChangesNothing() {
        CryptoPan mapping = new CryptoPan(SAMPLE_KEY);
        Random random = new Random(5);
        long[] networks = random.longs(9_000).toArray();
        for (int i = 0; i < 20_000; i++) {
            boolean isV4 = random.nextBoolean();
            long hi = isV4 ? 0 : networks[random.nextInt(i % 2 == 0 ? 3 : networks.length)];
            long lo = isV4 ? (networks[random.nextInt(3)] & 0xFFFF_0000L) + random.nextInt(1 << 16) : random.nextLong();
            mapping.map(isV4 ? 4 : 6, hi, lo);
            if (i % 50 == 0) {
                CryptoPan fresh = new CryptoPan(SAMPLE_KEY);
                fresh.map(isV4 ? 4 : 6, hi, lo);
                assertThat(new long[] {mapping.hi(), mapping.lo()}).containsExactly(fresh.hi(), fresh.lo());
            }
        }
    }

    static AnonymizationKey key(int filling) {
        byte[] octets = SAMPLE_KEY.octets();
        octets[0] = (byte) filling;
        octets[31] = (byte) (filling * 3);
        return new AnonymizationKey(octets);
    }
}
