package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

class QuicParserTest {
    private static final byte[] HELLO = Hello.ofClient()
            .serverName("example.com")
            .alpn("h3")
            .versions(0x0304)
            .message();

    @Test
    void theHelloInAnInitialPacketIsRead() {
        Findings findings = Said.inDatagram(
                        new Initial(2).crypto(HELLO, 0, HELLO.length).datagram())
                .at(443)
                .findings();
        assertThat(findings.toString())
                .startsWith("quic tls.sni=\"example.com\" tls.client_alpns=\"h3\" tls.ja3.hash=\"")
                .contains("tls.ja4=\"q13d0103h3_", "quic.version=\"1\"");
    }

    @Test
    void itsPiecesMayStandInAnyOrderWithOtherFramesBetween() {
        byte[] datagram = new Initial(0)
                .crypto(HELLO, 40, HELLO.length)
                .ping()
                .ack()
                .crypto(HELLO, 0, 20)
                .crypto(HELLO, 20, 40)
                .datagram();
        assertThat(Said.inDatagram(datagram).findings().text(Field.TLS_SNI)).isEqualTo("example.com");
    }

    @Test
    void aHelloMayLieInTwoDatagrams() {
        byte[] first = new Initial(0).crypto(HELLO, 60, HELLO.length).datagram();
        byte[] second = new Initial(1).crypto(HELLO, 0, 60).datagram();
        assertThat(Said.inDatagram(first).result()).isEqualTo(Result.NEEDS_MORE);
        assertThat(Said.inDatagram(Said.joined(first, second)).findings().text(Field.TLS_SNI))
                .isEqualTo("example.com");
    }

    @Test
    void aPacketThatWasTamperedWithIsQuicWithoutAName() {
        byte[] datagram = new Initial(2).crypto(HELLO, 0, HELLO.length).datagram();
        datagram[600] ^= 1;
        assertThat(Said.inDatagram(datagram).andNoMore().findings()).hasToString("quic quic.version=\"1\"");
    }

    @Test
    void whatTheServerSaysIsSealedWithOtherKeys() {
        byte[] datagram = new Initial(2).crypto(HELLO, 0, HELLO.length).datagram();
        assertThat(Said.inDatagram(datagram).byResponder().findings()).hasToString("quic");
    }

    @Test
    void cutAnywhereItIsQuicOrNothing() {
        byte[] datagram = new Initial(2).crypto(HELLO, 0, HELLO.length).datagram();
        for (int length = 0; length < datagram.length; length++) {
            Findings findings =
                    Said.inDatagram(Arrays.copyOf(datagram, length)).andNoMore().findings();
            assertThat(findings.text(Field.TLS_SNI)).as("%d octets", length).isNull();
        }
    }
}
