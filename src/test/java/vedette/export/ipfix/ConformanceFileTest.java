package vedette.export.ipfix;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixProfile;
import vedette.export.ipfix.StrictIpfix.Transport;

/** IPFIX files (RFC 5655). */
class ConformanceFileTest extends ConformanceTest {
    @TempDir
    private Path folder;

    @Override
    List<byte[]> export(IpfixProfile profile, ExportCounters counters, Script script) throws Exception {
        Path file = Files.createTempFile(folder, "flows", ".ipfix");
        Exporter exporter = IpfixFileExporter.open(file, profile, ObservationDomains.fixed(DOMAIN), points, counters)
                .withMetering(METERING)
                .withOwnElements(ENTERPRISE, "sensor1");
        script.give(exporter);
        exporter.flush();
        exporter.close();
        return split(Files.readAllBytes(file));
    }

    @Override
    Transport transport() {
        return Transport.FILE;
    }
}
