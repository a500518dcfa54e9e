package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InterfaceListTest {
    @Test
    void theDistanceIsTheNumberOfCharactersToChange() {
        assertThat(InterfaceList.distance("eth0", "eth0")).isZero();
        assertThat(InterfaceList.distance("eth0", "eth1")).isEqualTo(1);
        assertThat(InterfaceList.distance("eth0", "eth00")).isEqualTo(1);
        assertThat(InterfaceList.distance("eht0", "eth0")).isEqualTo(2);
        assertThat(InterfaceList.distance("", "lo")).isEqualTo(2);
        assertThat(InterfaceList.distance("enp0s3", "lo")).isEqualTo(6);
    }
}
