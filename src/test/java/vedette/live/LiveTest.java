package vedette.live;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A sensor and a sender, each in a namespace of its own. */
abstract class LiveTest {
    @TempDir
    Path directory;

    Namespaces namespaces;

    @BeforeEach
    final void join() throws Exception {
        namespaces = Namespaces.create().withAddresses();
    }

    @AfterEach
    final void part() {
        if (namespaces != null) {
            namespaces.close();
        }
    }

    final Sensor run(List<String> collectors, String... settings) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("--set", "capture.interfaces=veth0"));
        for (String setting : settings) {
            arguments.addAll(List.of("--set", setting));
        }
        return Sensor.run(namespaces, directory, collectors, arguments.toArray(String[]::new));
    }
}
