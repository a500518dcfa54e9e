package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.capture.CaptureWriter;
import vedette.decode.PacketBuilder;
import vedette.net.LinkType;
import vedette.net.TcpFlags;

/** What is wrong with a sensor is found, and said with what mends it. */
class DoctorIT extends LiveTest {
    private Path config;

    @BeforeEach
    void configure() throws Exception {
        config = directory.resolve("vedette.toml");
        write("veth0", "file:" + directory.resolve("out"));
        Namespaces.needTool("tcpreplay");
        for (String offload : new String[] {"gro", "gso", "tso"}) {
            namespaces.sensor().run("ethtool", "-K", "veth0", offload, "off");
            namespaces.sender().run("ethtool", "-K", "veth1", offload, "off");
        }
    }

    private void write(String networkInterface, String collector) throws Exception {
        Files.writeString(
                config,
                "[capture]\ninterfaces = [\"" + networkInterface + "\"]\n[[collector]]\nuri = \"" + collector + "\"\n");
    }

    /** What it says; {@code traffic} runs meanwhile, again and again. */
    private Sensor look(String... traffic) throws Exception {
        Sensor doctor = Sensor.doctor(namespaces, directory, config);
        while (doctor.isAlive()) {
            if (traffic.length > 0) {
                namespaces.sender().run(traffic);
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return doctor;
    }

    private static String[] ping() {
        return new String[] {"ping", "-q", "-c", "3", "-i", "0.05", Namespaces.SENSOR_ADDRESS};
    }

    /** A capture of what the clients of some connections send. */
    private Path oneDirection(int connections) throws Exception {
        CaptureWriter capture = CaptureWriter.pcap(ByteOrder.LITTLE_ENDIAN, LinkType.ETHERNET);
        for (int i = 0; i < connections; i++) {
            for (int flags : new int[] {TcpFlags.SYN, TcpFlags.ACK, TcpFlags.ACK | TcpFlags.PSH}) {
                capture.packet(
                        i,
                        PacketBuilder.ethernet()
                                .ipv4("10.0.0.1", "10.0.0.2")
                                .tcp(40_000 + i, 443)
                                .flags(flags)
                                .build());
            }
        }
        return Files.write(directory.resolve("half.pcap"), capture.toBytes());
    }

    /** Whether this machine's clock is in step is not the test's to say. */
    private static String withoutClock(Sensor doctor) throws Exception {
        return doctor.said().replaceAll("problem  the clock is not.*\n.*\n", "");
    }

    @Test
    void aSensorThatIsWellIsFoundSo() throws Exception {
        Sensor doctor = look(ping());
        assertThat(withoutClock(doctor))
                .contains(
                        "ok       veth0 is up, MTU ",
                        "ok       rings of 64.0 MiB in all\n",
                        "ok       a heap of ",
                        "ok       no frame was dropped\n",
                        "ok       too few TCP connections to tell whether both directions come\n")
                .containsPattern("ok       [0-4]\\.\\d % of the frames came twice\n")
                .containsPattern("ok       \\d+ frames from veth0 in 2 s\n")
                .doesNotContain("problem  ");
        boolean isClockWell = doctor.said().contains("All is well.");
        assertThat(doctor.exitCode()).isEqualTo(isClockWell ? 0 : 1);
    }

    @Test
    void whatIsNotAsItShouldBeIsSaidWithWhatMendsIt() throws Exception {
        write("veth0", "ipfix+tcp://127.0.0.1:9");
        namespaces.sensor().run("ethtool", "-K", "veth0", "gro", "on");
        Sensor doctor = look();
        assertThat(doctor.said())
                .contains(
                        "problem  veth0 merges frames before they are captured (gro): packets are miscounted\n"
                                + "         mend: ethtool -K veth0 gro off\n",
                        "problem  collector ipfix+tcp://127.0.0.1:9: Connection refused\n",
                        "problem  0 frames from veth0 in 2 s\n"
                                + "         mend: look at the mirror port and the cable: tcpdump -c 10 -i veth0\n");
        assertThat(doctor.exitCode()).isEqualTo(1);
    }

    @Test
    void aDownAndAnAbsentInterfaceAreTold() throws Exception {
        namespaces.sensor().run("ip", "link", "set", "veth0", "down");
        assertThat(look().said())
                .contains("problem  veth0 is down\n         mend: ip link set veth0 up\n", "problem  cannot capture: ");
        write("veth9", "file:" + directory.resolve("out"));
        assertThat(look().said()).contains("problem  there is no interface veth9\n");
    }

    @Test
    void aFeedOfOneDirectionIsTold() throws Exception {
        Path half = oneDirection(30);
        Sensor doctor = look("tcpreplay", "-q", "--topspeed", "-i", "veth1", half.toString());
        assertThat(doctor.said())
                .containsPattern("problem  \\d+ TCP connections, of which \\d+ in one direction alone\n");
        assertThat(doctor.exitCode()).isEqualTo(1);
    }

    @Test
    void aFeedThatCopiesFramesIsTold() throws Exception {
        String capture = "pcaps/icmp-sweep/traffic.pcap";
        Sensor doctor = look("tcpreplay", "-q", "--topspeed", "--preload-pcap", "--loop=2", "-i", "veth1", capture);
        assertThat(doctor.said()).containsPattern("problem  [1-9][0-9.]+ % of the frames came twice\n");
    }
}
