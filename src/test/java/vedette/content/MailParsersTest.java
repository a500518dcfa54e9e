package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

/** SMTP, FTP, POP3 and IMAP, whose servers speak first. */
class MailParsersTest {
    @Test
    void aGreetingNamesItsProtocol() {
        assertThat(greeting("220 mx.example ESMTP Postfix\r\n", 40_000)).hasToString("smtp");
        assertThat(greeting("220-FileZilla FTP Server\r\n", 40_000)).hasToString("ftp");
        assertThat(greeting("+OK Dovecot ready.\r\n", 40_000)).hasToString("pop3");
        assertThat(greeting("* OK [CAPABILITY IMAP4rev1]\r\n", 40_000)).hasToString("imap");
    }

    @Test
    void aGreetingThatNamesNothingIsToldByThePort() {
        assertThat(greeting("220 ready\r\n", 25)).hasToString("smtp");
        assertThat(greeting("220 ready\r\n", 21)).hasToString("ftp");
        assertThat(greeting("220 ready\r\n", 40_000)).isSameAs(Findings.NONE);
    }

    @Test
    void theClientOfMailSaysItsName() {
        assertThat(Said.inStream("ehlo pc.example\r\n").findings()).hasToString("smtp smtp.helo=\"pc.example\"");
    }

    @Test
    void theFirstCommandOfAFileTransferIsTold() {
        Findings server = greeting("220 FTP\r\n", 2121);
        assertThat(Said.inStream("USER anonymous\r\n").at(2121).after(server))
                .hasToString("ftp ftp.command=\"USER\" ftp.command_data=\"anonymous\"");
        assertThat(Said.inStream("FEAT\r\n").at(21).findings()).hasToString("ftp ftp.command=\"FEAT\"");
        assertThat(Said.inStream("USER anonymous\r\n").at(2121).result()).isEqualTo(Result.UNKNOWN);
    }

    @Test
    void whatOneSideSpeaksTheOtherCannotDeny() {
        Findings server = greeting("220 FTP\r\n", 21);
        assertThat(Said.inStream("EHLO a\r\n").at(21).after(server)).isSameAs(server);
    }

    private static Findings greeting(String text, int port) {
        return Said.inStream(text).byResponder().at(port).findings();
    }
}
