package vedette.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WellKnownPortsTest {
    @ParameterizedTest
    @ValueSource(ints = {1, 22, 53, 443, 511, 514, 995, 3306, 8080, 27017})
    void servicesWaitThere(int port) {
        assertThat(WellKnownPorts.contains(port)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 700, 1023, 1024, 32768, 40000, 65535})
    void clientsBindThese(int port) {
        assertThat(WellKnownPorts.contains(port)).isFalse();
    }
}
