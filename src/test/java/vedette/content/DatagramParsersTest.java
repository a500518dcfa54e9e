package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** NTP, DHCP, DTLS and the rest that is said in datagrams. */
class DatagramParsersTest {
    @Test
    void aTimeServerTellsHowFarItIsFromTheClock() {
        byte[] answer = Said.hex("24 02" + "00".repeat(46));
        assertThat(Said.inDatagram(answer).byResponder().at(123).findings())
                .hasToString("ntp ntp.version=4 ntp.stratum=2");
        assertThat(Said.inDatagram(answer).byResponder().at(124).findings()).isSameAs(Findings.NONE);
        assertThat(Said.inDatagram(answer).cutTo(47).at(123).findings()).isSameAs(Findings.NONE);
    }

    @Test
    void aLeaseTellsWhoGotWhichAddress() {
        assertThat(Said.inDatagram(Said.hex(Payloads.DHCP)).at(67).findings())
                .hasToString("dhcp dhcp.dhcp_type=\"ack\" dhcp.hostname=\"printe\""
                        + " dhcp.vendor_class_identifier=\"MSFT\" dhcp.assigned_ip=\"192.0.2.5\"");
    }

    @Test
    void anOptionThatLiesAboutItsLengthEndsTheOptions() {
        assertThat(Said.inDatagram(Said.hex(Payloads.DHCP.replace("0c06", "0cff")))
                        .at(67)
                        .findings())
                .hasToString("dhcp dhcp.dhcp_type=\"ack\" dhcp.assigned_ip=\"192.0.2.5\"");
    }

    @Test
    void aHelloInADatagramHasAFingerprintOfItsOwn() {
        byte[] message = Hello.ofServer().version(0xFEFD).message();
        byte[] body = java.util.Arrays.copyOfRange(message, 4, message.length);
        byte[] length = Said.number(3, body.length);
        byte[] handshake = Said.joined(Said.number(1, 2), length, Said.number(5, 0), length, body);
        byte[] record = Said.joined(Said.hex("16 fefd 0000 000000000000"), Said.counted(2, handshake));
        assertThat(Said.inDatagram(record).byResponder().findings().toString())
                .startsWith("dtls tls.version=\"DTLS 1.2\" tls.ja3s.hash=\"");
    }

    @Test
    void aFewOctetsGiveTheRestAway() {
        assertThat(datagram("0001 0000 2112a442" + "00".repeat(12), 40_000)).hasToString("stun");
        assertThat(datagram("0001 0000 00000000" + "00".repeat(12), 40_000)).hasToString("stun");
        assertThat(datagram("3026 020101 0406 7075626c6963" + "00".repeat(27), 40_000))
                .hasToString("snmp");
        assertThat(datagram("0001 61 00 6f63746574 00", 69)).hasToString("tftp");
        assertThat(datagram("3c33343e 61", 514)).hasToString("syslog");
        assertThat(Said.inStream("RFB 003.008\n").byResponder().findings()).hasToString("rfb");
        assertThat(Said.inStream(Said.hex("00000008 04d2162f")).findings()).hasToString("pgsql");
        assertThat(Said.inStream(Said.hex("0a000000 0a 382e3000 010000 00"))
                        .byResponder()
                        .findings())
                .hasToString("mysql");
    }

    private static Findings datagram(String hex, int port) {
        return Said.inDatagram(Said.hex(hex)).at(port).findings();
    }
}
