package vedette.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import vedette.capture.InterfaceList.Interface;
import vedette.live.Namespaces;
import vedette.net.LinkType;

class InterfaceListIT {
    @Test
    void everyInterfaceIsDescribed() throws Exception {
        try (Namespaces namespaces = Namespaces.create()) {
            namespaces.join("veth2", "veth3");
            namespaces.sensor().run("ip", "addr", "add", "10.99.0.1/24", "dev", "veth0");
            namespaces.sensor().run("ip", "link", "set", "veth2", "mtu", "1400", "down");
            namespaces.sensor().run("ethtool", "-K", "veth2", "gro", "on", "tx", "on", "tso", "on");

            List<Interface> all = namespaces.sensor().call(InterfaceList::all);

            assertThat(all).extracting(Interface::name).containsExactlyInAnyOrder("veth0", "veth2", "lo", "any");
            Interface veth0 = named("veth0", all);
            assertThat(veth0.index()).isGreaterThan(1);
            assertThat(veth0.linkType()).hasValue(LinkType.ETHERNET);
            assertThat(veth0.addresses()).containsExactly(InetAddress.getByName("10.99.0.1"));
            assertThat(veth0.isUp() && veth0.isRunning() && !veth0.isLoopback()).isTrue();
            assertThat(veth0.mtu()).hasValue(9_000);
            assertThat(veth0.offloads()).isEmpty();

            Interface veth2 = named("veth2", all);
            assertThat(veth2.linkType()).isEmpty();
            assertThat(veth2.addresses()).isEmpty();
            assertThat(veth2.isUp()).isFalse();
            assertThat(veth2.mtu()).hasValue(1_400);
            assertThat(veth2.offloads()).contains("gro", "tso");

            assertThat(named("lo", all).isLoopback()).isTrue();
            assertThat(namespaces.sensor().call(() -> InterfaceList.mergingOffloads("veth2")))
                    .containsExactly("gro");
            assertThat(namespaces.sensor().call(() -> InterfaceList.mergingOffloads("lo")))
                    .isEmpty();
            assertThat(named("any", all).linkType()).isEqualTo(OptionalInt.of(LinkType.LINUX_SLL));
        }
    }

    @Test
    void withoutTheRightToCaptureOnlyTheLinkTypesAreMissing() throws Exception {
        try (Namespaces namespaces = Namespaces.create()) {
            List<Interface> all = namespaces.sensor().call(() -> {
                Namespaces.giveUpCapabilities();
                return InterfaceList.all();
            });
            assertThat(all).extracting(Interface::name).contains("veth0", "lo");
            assertThat(all).allMatch(each -> each.linkType().isEmpty());
        }
    }

    private static Interface named(String name, List<Interface> all) {
        return all.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    }
}
