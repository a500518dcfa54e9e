package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SmbParserTest {
    @Test
    void theServerTellsTheDialect() {
        assertThat(Said.inStream(Said.hex(Payloads.SMB2)).byResponder().findings())
                .hasToString("smb smb.dialect=\"3.11\"");
        assertThat(Said.inStream(Said.hex(Payloads.SMB2.replace("1103", "0202")))
                        .byResponder()
                        .findings())
                .hasToString("smb smb.dialect=\"2.02\"");
    }

    @Test
    void theClientOnlyOffers() {
        assertThat(Said.inStream(Said.hex(Payloads.SMB2)).findings()).hasToString("smb");
    }

    @Test
    void anAnswerOfTheFirstVersionIsItsOnlyDialect() {
        assertThat(Said.inStream(Said.hex("00000023 ff534d42 72 00000000"))
                        .byResponder()
                        .findings())
                .hasToString("smb smb.dialect=\"NT LM 0.12\"");
    }

    @Test
    void aSessionOfNetbiosIsAskedForAtItsPort() {
        assertThat(Said.inStream(Said.hex("81000044 20")).at(139).findings()).hasToString("smb");
        assertThat(Said.inStream(Said.hex("81000044 20")).at(140).findings()).isSameAs(Findings.NONE);
    }
}
