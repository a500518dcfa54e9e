package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vedette.config.Config;
import vedette.config.ConfigReader;
import vedette.export.CollectorConfig;
import vedette.export.ExportCounters;
import vedette.export.IgnoredPackets;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.flow.VlanKey;

class CollectorExportersTest {
    @TempDir
    private Path directory;

    private void open(String uri) throws Exception {
        Config config = ConfigReader.read(
                null,
                List.of("sensor.name=a", "export.spool-free-size=0", "export.spool-dir=" + directory.resolve("spool")));
        MeteringProcess metering = new MeteringProcess(VlanKey.NONE, true, () -> IgnoredPackets.NONE);
        CollectorExporters exporters =
                new CollectorExporters(config, true, Duration.ZERO, new ObservationPoints(), metering);
        exporters
                .open(CollectorConfig.of(uri), new ExportCounters(System::nanoTime))
                .close();
    }

    @Test
    void whatWaitsOnDiskIsForTheSensorAlone() throws Exception {
        Path old = Files.createDirectories(directory.resolve("spool/ipfix-tcp-127.0.0.1-4000"));
        Files.setPosixFilePermissions(old, PosixFilePermissions.fromString("rwxr-xr-x"));
        open("ipfix+tcp://127.0.0.1:4000");
        open("ipfix+tcp://[::1]:4000");
        try (var spools = Files.list(directory.resolve("spool"))) {
            assertThat(spools.toList())
                    .hasSize(2)
                    .allSatisfy(spool -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool)))
                            .isEqualTo("rwx------"));
        }
    }
}
