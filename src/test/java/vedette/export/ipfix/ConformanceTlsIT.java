package vedette.export.ipfix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.IpfixProfile;
import vedette.export.ipfix.StrictIpfix.Transport;
import vedette.export.transport.Certificates;
import vedette.export.transport.OpensslServer;

/** IPFIX over TLS to openssl, both sides known to each other: one connection. */
class ConformanceTlsIT extends ConformanceTest {
    private static final Pattern END = Pattern.compile("<<< [^\n]*Alert[^\n]*warning close_notify");

    @TempDir
    private static Path folder;

    private Certificates known;

    @BeforeAll
    void certify() throws IOException, InterruptedException {
        known = new Certificates(folder, "known-ca")
                .issue("collector", "DNS:localhost")
                .issue("sensor", "DNS:sensor.example");
    }

    @Override
    List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception {
        String demands = "-Verify 1 -verify_return_error -CAfile " + known.certificate("known-ca");
        String shown = "-cert " + known.certificate("collector") + " -key " + known.key("collector") + " ";
        try (OpensslServer collector = OpensslServer.start(folder, 0, shown + demands)) {
            CollectorConfig config = CollectorConfig.of("ipfix+tls://localhost:" + collector.port())
                    .withTls(known.trustingAndShowing("sensor"))
                    .withProfile(profile);
            give(config, counters, script);
            Tools.await(
                    "the end to be read",
                    () -> END.matcher(collector.messages()).find());
            return split(collector.received().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Override
    Transport transport() {
        return Transport.TCP;
    }
}
