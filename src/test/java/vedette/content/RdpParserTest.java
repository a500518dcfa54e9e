package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RdpParserTest {
    private static final String COOKIE = "436f6f6b69653a206d737473686173683d61646d696e 0d0a";
    private static final String ASKS = "0300 0013 0e e0 0000 0000 00 01 00 0800 03000000";

    @Test
    void theCookieIsTold() {
        assertThat(Said.inStream(Said.hex("0300 0023 1e e0 0000 0000 00" + COOKIE))
                        .findings())
                .hasToString("rdp rdp.cookie=\"admin\"");
    }

    @Test
    void whoAsksForSecurityOrGrantsItSpeaksRdpAtAnyPort() {
        assertThat(Said.inStream(Said.hex(ASKS)).findings()).hasToString("rdp");
        assertThat(Said.inStream(Said.hex("0300 0013 0e d0 0000 0000 00 02 00 0800 02000000"))
                        .byResponder()
                        .findings())
                .hasToString("rdp");
    }

    @Test
    void aBareConnectionRequestIsRdpAtItsPortAlone() {
        assertThat(Said.inStream(Said.hex("0300 000b 06 e0 0000 0000 00"))
                        .at(3389)
                        .findings())
                .hasToString("rdp");
        assertThat(Said.inStream(Said.hex("0300 000b 06 e0 0000 0000 00"))
                        .at(102)
                        .findings())
                .isSameAs(Findings.NONE);
    }
}
