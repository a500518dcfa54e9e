package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

class HttpParserTest {
    private static final String REQUEST =
            "GET /index.html?q=1 HTTP/1.1\r\nUser-Agent: curl/8.0\r\nHOST:  www.example.com \r\n\r\n";

    @Test
    void aRequestTellsItsMethodHostAndAgent() {
        assertThat(Said.inStream(REQUEST).findings().toString())
                .matches("http http.hostname=\"www.example.com\" http.http_method=\"GET\" http.protocol=\"HTTP/1.1\""
                        + " http.path_hash=\"[0-9a-f]{16}\" http.http_user_agent=\"curl/8.0\"");
    }

    /** The published check value of FNV-1a for "a". */
    @Test
    void thePathIsHashedWithoutItsQuery() {
        assertThat(hash("GET a?b HTTP/1.1\r\n\r\n")).isEqualTo("af63dc4c8601ec8c");
        assertThat(hash("GET /x?1 HTTP/1.1\r\n\r\n")).isEqualTo(hash("POST /x?2 HTTP/1.0\r\n\r\n"));
    }

    @Test
    void aResponseTellsItsStatus() {
        Findings findings = Said.inStream(
                        "HTTP/1.1 404 Not Found\r\nServer: nginx\r\nContent-Type: text/html\r\n\r\n<html>Server: no")
                .byResponder()
                .findings();
        assertThat(findings)
                .hasToString("http http.http_content_type=\"text/html\" http.server=\"nginx\" http.status=404");
    }

    @Test
    void requestAndResponseMakeTheFindings() {
        Findings asked = Said.inStream(REQUEST).findings();
        Findings both = Said.inStream("HTTP/1.1 200 OK\r\n\r\n").byResponder().after(asked);
        assertThat(both.text(Field.HTTP_HOST)).isEqualTo("www.example.com");
        assertThat(both.text(Field.HTTP_STATUS)).isEqualTo("200");
    }

    @Test
    void whatIsNotInTheHeadersIsNotTold() {
        assertThat(Said.inStream("POST / HTTP/1.1\r\n\r\nHost: body\r\n")
                        .findings()
                        .text(Field.HTTP_HOST))
                .isNull();
    }

    @Test
    void headersThatGoOnAreWaitedFor() {
        for (int length = 6; length < REQUEST.length(); length++) {
            assertThat(Said.inStream(REQUEST.substring(0, length)).result())
                    .as("%d octets", length)
                    .isEqualTo(Result.NEEDS_MORE);
        }
    }

    @Test
    void headersThatEndNowhereTellWhatIsThere() {
        Findings findings = Said.inStream(REQUEST.substring(0, REQUEST.length() - 2))
                .andNoMore()
                .findings();
        assertThat(findings.text(Field.HTTP_HOST)).isEqualTo("www.example.com");
    }

    @Test
    void anUnendingFirstLineIsCutAndSaysSo() {
        Findings findings =
                Said.inStream("GET /" + "a".repeat(9000)).andNoMore().findings();
        assertThat(findings.text(Field.HTTP_METHOD)).isEqualTo("GET");
        assertThat(findings.isTruncated()).isTrue();
    }

    @Test
    void whatIsWrittenLikeHttpHasItsOwnName() {
        assertThat(Said.inStream("OPTIONS rtsp://a/ RTSP/1.0\r\nCSeq: 1\r\n\r\n")
                        .findings())
                .hasToString("rtsp");
        assertThat(Said.inDatagram("REGISTER sip:a SIP/2.0\r\n\r\n").findings()).hasToString("sip");
        assertThat(Said.inDatagram("M-SEARCH * HTTP/1.1\r\n\r\n").findings()).hasToString("ssdp");
        assertThat(Said.inStream("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").findings()).hasToString("http2");
    }

    @Test
    void otherWordsAreNotHttp() {
        assertThat(Said.inStream("HALLO a.example\r\n").result()).isEqualTo(Result.UNKNOWN);
        assertThat(Said.inStream("HTTP/1.1 abc\r\n\r\n").byResponder().result()).isEqualTo(Result.UNKNOWN);
        assertThat(Said.inStream("get / HTTP/1.1\r\n\r\n").result()).isEqualTo(Result.UNKNOWN);
    }

    private static String hash(String request) {
        return String.valueOf(Said.inStream(request).findings().text(Field.HTTP_PATH_HASH));
    }
}
