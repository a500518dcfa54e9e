package vedette.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTest {
    private static final String WHOLE = "GET /metrics?a=b HTTP/1.1\r\nHost: a\r\nAccept:  text/plain \r\n\r\n";

    private static Request read(String text) throws IOException {
        return Request.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static int refusal(String text) {
        int[] status = new int[1];
        assertThatExceptionOfType(Request.Refused.class)
                .isThrownBy(() -> read(text))
                .satisfies(refused -> status[0] = refused.status());
        return status[0];
    }

    @Test
    void aRequestHasAPathWithoutQueryAndItsHeaders() throws IOException {
        Request request = read(WHOLE);
        assertThat(request.method()).isEqualTo("GET");
        assertThat(request.path()).isEqualTo("/metrics");
        assertThat(request.header("accept")).isEqualTo("text/plain");
        assertThat(request.header("host")).isEqualTo("a");
        assertThat(request.header("authorization")).isEmpty();
    }

    @Test
    void linesMayEndWithoutCarriageReturn() throws IOException {
        assertThat(read(WHOLE.replace("\r", "")).header("host")).isEqualTo("a");
    }

    @Test
    void itMayComeOctetByOctet() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(WHOLE.getBytes(StandardCharsets.US_ASCII))) {
            @Override
            public int read(byte[] octets, int offset, int length) throws IOException {
                return super.read(octets, offset, 1);
            }
        };
        assertThat(Request.read(slow)).isEqualTo(read(WHOLE));
    }

    @Test
    void cutAnywhereItIsRefused() {
        for (int length = 0; length < WHOLE.length() - 1; length++) {
            assertThat(refusal(WHOLE.substring(0, length)))
                    .as("cut at %d", length)
                    .isEqualTo(400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n\r\n",
                "GET\r\n\r\n",
                "GET /metrics\r\n\r\n",
                "GET  /metrics HTTP/1.1\r\n\r\n",
                "get /metrics HTTP/1.1\r\n\r\n",
                "GET metrics HTTP/1.1\r\n\r\n",
                "GET http://a/metrics HTTP/1.1\r\n\r\n",
                "GET /metrics HTTP/2.0\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nno field\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /metrics HTTP/1.1\r\nA: b\r\n folded\r\n\r\n",
                "GET /m\u0000 HTTP/1.1\r\n\r\n"
            })
    void whatIsNoRequestIsRefused(String text) {
        assertThat(refusal(text)).isEqualTo(400);
    }

    @Test
    void aHeadThatIsTooLongIsRefusedOnceItIs() {
        String start = "GET /metrics HTTP/1.1\r\nA: ";
        String fits = "b".repeat(Request.MOST_OCTETS - start.length() - 4);
        assertThat(refusal(start + fits + "b\r\n\r\n")).isEqualTo(431);
        assertThat(refusal(start + "b".repeat(100_000))).isEqualTo(431);
        assertThat(refusal("G".repeat(100_000))).isEqualTo(431);
    }

    @Test
    void aHeadOfExactlyTheMostIsRead() throws IOException {
        String start = "GET /metrics HTTP/1.1\r\nA: ";
        String fits = "b".repeat(Request.MOST_OCTETS - start.length() - 4);
        assertThat(read(start + fits + "\r\n\r\n").header("a")).isEqualTo(fits);
    }

    @Test
    void noiseIsRefusedAndNothingElse() {
        for (long seed = 1; seed <= 2000; seed++) {
            Random random = new Random(seed);
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            assertThatExceptionOfType(Request.Refused.class)
                    .as("seed %d", seed)
                    .isThrownBy(() -> Request.read(new ByteArrayInputStream(noise)));
        }
    }
}
