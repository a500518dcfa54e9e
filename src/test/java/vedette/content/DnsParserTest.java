package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

class DnsParserTest {
    private static final String NAME = "03 777777 07 6578616d706c65 03 636f6d 00";
    private static final String QUERY = "1234 0100 0001 0000 0000 0000" + NAME + "0001 0001";
    private static final String ANSWER = "1234 8180 0001 0003 0000 0000"
            + NAME
            + "0001 0001"
            + "c00c 0005 0001 0000003c 0006 03 636466 c010"
            + "c02d 0001 0001 0000003c 0004 c0000201"
            + "c02d 001c 0001 0000003c 0010 20010db8000000000000000000000001";

    @Test
    void aQueryTellsNameAndType() {
        assertThat(at53(QUERY).findings()).hasToString("dns dns.rrname=\"www.example.com\" dns.rrtype=\"A\"");
    }

    @Test
    void anAnswerTellsAddressesAndAliases() {
        assertThat(at53(ANSWER).byResponder().findings())
                .hasToString("dns dns.rrname=\"www.example.com\" dns.rrtype=\"A\" dns.rcode=\"NOERROR\""
                        + " dns.grouped.A=\"192.0.2.1\" dns.grouped.AAAA=\"2001:db8::1\""
                        + " dns.grouped.CNAME=\"cdf.example.com\"");
    }

    @Test
    void aFailureTellsItsCode() {
        assertThat(at53(QUERY.replaceFirst("0100", "8183")).findings().text(Field.DNS_RCODE))
                .isEqualTo("NXDOMAIN");
    }

    @Test
    void aMessageOverTcpHasItsLengthBeforeIt() {
        byte[] message = Said.counted(2, Said.hex(QUERY));
        assertThat(Said.inStream(message).at(53).findings().text(Field.DNS_NAME))
                .isEqualTo("www.example.com");
        assertThat(Said.inStream(message).at(53).cutTo(20).result()).isEqualTo(Result.NEEDS_MORE);
    }

    @Test
    void theSameMessagesHaveOtherNamesAtOtherPorts() {
        assertThat(Said.inDatagram(Said.hex(QUERY)).at(5353).findings().service())
                .isEqualTo(Service.MDNS);
        assertThat(Said.inDatagram(Said.hex(QUERY)).at(5355).findings().service())
                .isEqualTo(Service.LLMNR);
        assertThat(Said.inDatagram(Said.hex(QUERY)).at(137).findings()).hasToString("netbios-ns");
        assertThat(Said.inDatagram(Said.hex(QUERY)).at(5000).findings().service())
                .isEqualTo(Service.DNS);
    }

    @Test
    void elsewhereOnlyAUsualMessageIsBelieved() {
        String odd = QUERY.replaceFirst("0001", "0002");
        assertThat(at53(odd).result()).isEqualTo(Result.FOUND);
        assertThat(Said.inDatagram(Said.hex(odd)).at(5000).result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void aNameThatPointsAtItselfEnds() {
        assertThat(at53("1234 0100 0001 0000 0000 0000 c00c 0001 0001").result())
                .isEqualTo(Result.UNKNOWN);
    }

    @Test
    void anAnswerThatLiesAboutItsLengthEndsTheAnswers() {
        Findings findings =
                at53(ANSWER.replace("0004 c0000201", "ffff c0000201")).findings();
        assertThat(findings.text(Field.DNS_CNAME)).isEqualTo("cdf.example.com");
        assertThat(findings.text(Field.DNS_A)).isNull();
    }

    @Test
    void cutAnywhereItIsNothingOrPartOfIt() {
        byte[] answer = Said.hex(ANSWER);
        for (int length = 0; length < answer.length; length++) {
            Findings findings = at53(ANSWER).cutTo(length).findings();
            assertThat(findings.service()).as("%d octets", length).isEqualTo(length < 33 ? null : Service.DNS);
        }
    }

    @Test
    void moreAnswersThanAreKeptSaySo() {
        String one = "c00c 0001 0001 0000003c 0004 c00002";
        StringBuilder many = new StringBuilder("1234 8180 0001 0014 0000 0000" + NAME + "0001 0001");
        for (int i = 0; i < 20; i++) {
            many.append(one).append(String.format("%02x", i));
        }
        Findings findings = at53(many.toString()).findings();
        assertThat(findings.texts(Field.DNS_A)).hasSize(16).startsWith("192.0.2.0", "192.0.2.1");
        assertThat(findings.isTruncated()).isTrue();
    }

    private static Said at53(String hex) {
        return Said.inDatagram(Said.hex(hex)).at(53);
    }
}
