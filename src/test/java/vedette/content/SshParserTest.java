package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import vedette.content.Inspector.Result;

class SshParserTest {
    @Test
    void eachSideTellsItsSoftware() {
        Findings server = Said.inStream("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")
                .byResponder()
                .findings();
        Findings both = Said.inStream("SSH-2.0-libssh2_1.8.0\n").after(server);
        assertThat(both)
                .hasToString("ssh ssh.client.proto_version=\"2.0\" ssh.client.software_version=\"libssh2_1.8.0\""
                        + " ssh.server.proto_version=\"2.0\" ssh.server.software_version=\"OpenSSH_9.2p1\"");
    }

    @Test
    void aLineThatGoesOnIsWaitedFor() {
        String line = "SSH-1.99-Cisco-1.25\r\n";
        for (int length = 4; length < line.length(); length++) {
            assertThat(Said.inStream(line.substring(0, length)).result()).isEqualTo(Result.NEEDS_MORE);
        }
        assertThat(Said.inStream(line).findings().text(Field.SSH_CLIENT_SOFTWARE))
                .isEqualTo("Cisco-1.25");
    }

    @Test
    void aLineWithoutVersionIsNotSsh() {
        assertThat(Said.inStream("SSH-\r\n").result()).isEqualTo(Result.UNKNOWN);
    }
}
