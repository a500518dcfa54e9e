package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tells one question from another. */
class DnsMessageTest {
    private static DnsMessage read(byte[] payload) {
        return new DnsMessage(7).of(ByteBuffer.wrap(payload), 0, payload.length, payload.length);
    }

    private static DnsMessage asking(String name) {
        return read(DnsBytes.query(16, name));
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com, example.com",
        "a.b.c.example.com, example.com",
        "example.com, example.com",
        "WWW.Example.COM, example.com",
        "www.example.co.uk, example.co.uk",
        "a.www.example.com.au, example.com.au",
        "co.uk, co.uk",
        "mail.example.de, example.de",
        "news.bbc.uk, bbc.uk",
        "1.2.0.192.in-addr.arpa, arpa",
        "data.xn--bcher-kva.xn--p1ai, xn--bcher-kva.xn--p1ai",
        "dnscat.0123456789abcdef, ''",
        "router, ''",
        "printer.local, printer.local"
    })
    void theDomainIsWhatSomebodyHasRegistered(String name, String domain) {
        assertThat(asking(name).domain()).isEqualTo(domain);
    }

    @Test
    void aQuestionTellsLengthsAndType() {
        DnsMessage message = asking("abc.def.example.com");
        assertThat(message.hasQuestion()).isTrue();
        assertThat(message.nameLength()).isEqualTo(19);
        assertThat(message.labels()).isEqualTo(4);
        assertThat(message.type()).isEqualTo(16);
        assertThat(message.octets()).isEqualTo(12 + 21 + 4);
    }

    @Test
    void anAnswerAsksTheSame() {
        DnsMessage answer = read(DnsBytes.answer(16, "abc.example.com", 100));
        assertThat(answer.nameHash()).isEqualTo(asking("abc.example.com").nameHash());
        assertThat(answer.domainHash()).isEqualTo(asking("def.example.com").domainHash());
    }

    @Test
    void namesOfOneDomainAreToldApart() {
        assertThat(asking("ab.c.example.com").nameHash())
                .isEqualTo(asking("AB.c.example.com").nameHash())
                .isNotEqualTo(asking("ac.c.example.com").nameHash());
        assertThat(asking("dnscat.11").domainHash())
                .isEqualTo(asking("dnscat.22").domainHash());
        assertThat(asking("a.example.com").domainHash())
                .isNotEqualTo(asking("a.example.net").domainHash());
    }

    @Test
    void anotherSeedGivesOtherHashes() {
        byte[] query = DnsBytes.query(1, "a.example.com");
        DnsMessage other = new DnsMessage(8).of(ByteBuffer.wrap(query), 0, query.length, query.length);
        assertThat(other.nameHash()).isNotEqualTo(read(query).nameHash());
        assertThat(other.domainHash()).isNotEqualTo(read(query).domainHash());
    }

    @Test
    void octetsOfAnyValueMayStandInAName() {
        assertThat(asking("\u00e4\u0001\u00ff.example.com").domain()).isEqualTo("example.com");
        assertThat(asking("a.ex\u0001mple.com").domain()).isEqualTo("ex?mple.com");
    }

    @Test
    void ofALongDomainTheEndIsKept() {
        String label = "d".repeat(63);
        DnsMessage message = asking("x." + label + ".com");
        assertThat(message.domain()).isEqualTo(("d".repeat(60) + ".com"));
        assertThat(message.domainHash())
                .isNotEqualTo(asking("x.e" + label.substring(1) + ".com").domainHash());
    }

    @Test
    void whatIsCutWithinTheQuestionHasNone() {
        byte[] query = DnsBytes.query(1, "www.example.com");
        for (int length = 0; length < query.length; length++) {
            DnsMessage message = new DnsMessage(7).of(ByteBuffer.wrap(query), 0, length, query.length);
            assertThat(message.hasQuestion()).as("%d octets", length).isFalse();
            assertThat(message.octets()).isEqualTo(query.length);
            assertThat(message.domain()).isEmpty();
        }
    }

    @Test
    void whatIsNoMessageHasNoQuestion() {
        byte[] pointer = DnsBytes.query(1, "www.example.com");
        pointer[12] = (byte) 0xC0;
        byte[] two = DnsBytes.query(1, "www.example.com");
        two[5] = 2;
        byte[] update = DnsBytes.query(1, "www.example.com");
        update[2] = 0x28;
        for (byte[] payload : new byte[][] {pointer, two, update, new byte[60], new byte[0]}) {
            assertThat(read(payload).hasQuestion()).isFalse();
        }
    }

    @Test
    void noOctetsCanMakeItFail() {
        Random random = new Random(53);
        DnsMessage message = new DnsMessage(7);
        for (int i = 0; i < 200_000; i++) {
            byte[] payload = DnsBytes.query(16, "some.labels.of.a.name.below.example.co.uk");
            for (int change = random.nextInt(4); change >= 0; change--) {
                payload[random.nextInt(payload.length)] = (byte) random.nextInt();
            }
            message.of(ByteBuffer.wrap(payload), 0, random.nextInt(payload.length + 1), payload.length);
            assertThat(message.nameLength()).isBetween(0, 253);
        }
    }

    @Test
    void asWordsItIsTheSame() {
        for (String name : new String[] {"www.example.com", "x." + "d".repeat(63) + ".co.uk", "", "dnscat.11"}) {
            DnsMessage message = asking(name);
            long[] words = new long[3 + DnsMessage.WORDS];
            message.copyTo(words, 3);
            DnsMessage read = new DnsMessage(0).read(words, 3);
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFields("seed", "name", "ends")
                    .isEqualTo(message);
        }
    }
}
