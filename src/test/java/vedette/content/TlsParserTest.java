package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

class TlsParserTest {
    private static final int GREASE = 0x2A2A;

    @Test
    void aClientHelloNamesTheServerAndWhatItWouldSpeak() {
        Findings findings = client(Hello.ofClient()
                .serverName("www.example.com")
                .alpn("h2", "http/1.1")
                .versions(0x0304, 0x0303));
        assertThat(findings.service()).isEqualTo(Service.TLS);
        assertThat(findings.isGuessed()).isFalse();
        assertThat(findings.text(Field.TLS_SNI)).isEqualTo("www.example.com");
        assertThat(findings.texts(Field.TLS_CLIENT_ALPN)).containsExactly("h2", "http/1.1");
        assertThat(findings.text(Field.TLS_VERSION)).as("the server chooses").isNull();
    }

    @Test
    void theServerChoosesTheVersionInItsExtension() {
        Findings findings =
                server(Hello.ofServer().extension(43, Said.hex("0304")).alpn("h2"));
        assertThat(findings.text(Field.TLS_VERSION)).isEqualTo("TLS 1.3");
        assertThat(findings.texts(Field.TLS_SERVER_ALPN)).containsExactly("h2");
    }

    @Test
    void aHelloWithoutExtensionsHasItsVersionInFront() {
        assertThat(server(Hello.ofServer().version(0x0300)).text(Field.TLS_VERSION))
                .isEqualTo("SSLv3");
        assertThat(server(Hello.ofServer().version(0x0301)).text(Field.TLS_VERSION))
                .isEqualTo("TLSv1");
        assertThat(server(Hello.ofServer().version(0x0302)).text(Field.TLS_VERSION))
                .isEqualTo("TLS 1.1");
        assertThat(server(Hello.ofServer().version(0x0303)).text(Field.TLS_VERSION))
                .isEqualTo("TLS 1.2");
    }

    @Test
    void aServerOfADraftChoosesWithoutASession() {
        byte[] body = Said.joined(Said.hex("7f12"), new byte[32], Said.hex("1301 0004 0000 0000"));
        byte[] record = Said.joined(Said.hex("16 0301"), Said.counted(2, Said.hex("02"), Said.counted(3, body)));
        Findings findings = Said.inStream(record).byResponder().findings();
        assertThat(findings.text(Field.TLS_VERSION)).isEqualTo("TLS 1.3");
        assertThat(findings.text(Field.TLS_JA3S)).isNotNull();
    }

    @Test
    void aServerMayWarnBeforeItsHello() {
        byte[] said =
                Said.joined(Said.hex("15 0303 0002 0170"), Hello.ofServer().record());
        assertThat(Said.inStream(said).byResponder().findings().text(Field.TLS_JA3S))
                .isEqualTo(server(Hello.ofServer()).text(Field.TLS_JA3S))
                .isNotNull();
    }

    @Test
    void bothHellosMakeTheFindings() {
        Findings asked = client(Hello.ofClient().serverName("a.example"));
        Findings both = Said.inStream(Hello.ofServer().record()).byResponder().after(asked);
        assertThat(both.toString())
                .startsWith("tls tls.sni=\"a.example\" tls.version=\"TLS 1.2\" tls.ja3.hash=\"")
                .contains("tls.ja3s.hash=\"", "tls.ja4=\"");
    }

    /** The first example of JA3's authors. */
    @Test
    void ja3IsThatOfItsAuthors() {
        Findings findings = client(Hello.ofClient()
                .version(769)
                .ciphers(47, 53, 5, 10, 49161, 49162, 49171, 49172, 50, 56, 19, 4)
                .serverName("example.com")
                .numbers(10, 23, 24, 25)
                .extension(11, Said.hex("0100")));
        assertThat(findings.text(Field.TLS_JA3)).isEqualTo("ada70206e40642a3e4461f35503241d5");
    }

    /** The second, which has no extensions. */
    @Test
    void ja3OfAHelloWithoutExtensionsIsThatOfItsAuthors() {
        Findings findings = client(Hello.ofClient().version(769).ciphers(4, 5, 10, 9, 100, 98, 3, 6, 19, 18, 99));
        assertThat(findings.text(Field.TLS_JA3)).isEqualTo("de350869b8c85de67a350c8d186f11e6");
    }

    @Test
    void ja3LeavesGreaseOut() {
        Hello plain = Hello.ofClient().ciphers(0x1301, 0x1302).numbers(10, 29, 23);
        Hello greased = Hello.ofClient()
                .ciphers(GREASE, 0x1301, 0x1302)
                .extension(GREASE)
                .numbers(10, GREASE, 29, 23);
        assertThat(client(greased).text(Field.TLS_JA3)).isEqualTo(client(plain).text(Field.TLS_JA3));
    }

    /** The example of JA4's authors, extensions and ciphers in another order. */
    @Test
    void ja4IsThatOfItsAuthors() {
        Hello hello = Hello.ofClient()
                .ciphers(
                        GREASE, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014,
                        0x009c, 0x009d, 0x002f, 0x0035)
                .extension(GREASE)
                .extension(0x001b)
                .serverName("example.com")
                .extension(0x0033)
                .alpn("h2", "http/1.1")
                .extension(0x4469)
                .extension(0x0017)
                .extension(0x002d)
                .numbers(0x000d, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601)
                .extension(0x0005)
                .extension(0x0023)
                .extension(0x0012)
                .versions(GREASE, 0x0304, 0x0303)
                .extension(0xff01)
                .extension(0x000b)
                .extension(0x000a)
                .extension(0x0015);
        assertThat(client(hello).text(Field.TLS_JA4)).isEqualTo("t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    @Test
    void ja4OfAHelloThatOffersNothingHasZeros() {
        assertThat(client(Hello.ofClient().version(0x0302).ciphers()).text(Field.TLS_JA4))
                .isEqualTo("t11i000000_000000000000_000000000000");
    }

    @Test
    void ja4TellsAnOddAlpnInHexadecimal() {
        assertThat(client(Hello.ofClient().alpn("\u00abz\u00cd")).text(Field.TLS_JA4))
                .startsWith("t12i0101ad_");
    }

    @Test
    void ofAHelloCutShortNamesAreToldButNoFingerprint() {
        byte[] record = Hello.ofClient()
                .serverName("a.example")
                .extension(21, new byte[100])
                .record();
        Findings findings =
                Said.inStream(record).cutTo(record.length - 50).andNoMore().findings();
        assertThat(findings.text(Field.TLS_SNI)).isEqualTo("a.example");
        assertThat(findings.text(Field.TLS_JA3)).isNull();
        assertThat(findings.text(Field.TLS_JA4)).isNull();
    }

    @Test
    void ofAHelloThatGoesOnMoreIsWanted() {
        byte[] record = Hello.ofClient().serverName("a.example").record();
        for (int length = 5; length < record.length; length++) {
            assertThat(Said.inStream(record).cutTo(length).result())
                    .as("%d octets", length)
                    .isEqualTo(Result.NEEDS_MORE);
        }
    }

    @Test
    void aLyingLengthReachesNoFurtherThanTheHello() {
        byte[] record = Hello.ofClient().serverName("a.example").record();
        int nameLength = record.length - "a.example".length() - 2;
        record[nameLength] = (byte) 0xFF;
        assertThat(Said.inStream(record).findings().text(Field.TLS_SNI)).isNull();
    }

    @Test
    void aConnectionInItsMiddleIsTlsToo() {
        assertThat(Said.inStream(Said.hex("17 0303 0003 010203 17 0303 0020")).findings())
                .hasToString("tls");
        assertThat(Said.inStream(Said.hex("17 0303 0003 010203 47 0303 0020")).result())
                .isEqualTo(Result.UNKNOWN);
    }

    @Test
    void aHelloInTheShapeOfSsl2IsTls() {
        assertThat(Said.inStream(Said.hex("801c 01 0301 0003 0000 0010 000005" + "00".repeat(16)))
                        .findings())
                .hasToString("tls");
    }

    @Test
    void aNameLongerThanIsKeptIsCutAndSaysSo() {
        Findings findings = client(Hello.ofClient().serverName("a".repeat(300)));
        assertThat(findings.text(Field.TLS_SNI)).isEqualTo("a".repeat(255));
        assertThat(findings.isTruncated()).isTrue();
    }

    private static Findings client(Hello hello) {
        return Said.inStream(hello.record()).findings();
    }

    private static Findings server(Hello hello) {
        return Said.inStream(hello.record()).byResponder().findings();
    }
}
