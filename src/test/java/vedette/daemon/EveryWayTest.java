package vedette.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import vedette.decode.PacketBuilder;
import vedette.detect.Watch;

class EveryWayTest {
    private static final Path PCAPS = Path.of("pcaps");

    @TestFactory
    Stream<DynamicTest> everyScenario() throws IOException {
        try (Stream<Path> folders = Files.list(PCAPS)) {
            return folders.filter(Files::isDirectory).sorted().toList().stream()
                    .map(folder -> dynamicTest(
                            folder.getFileName().toString(),
                            () -> EveryWay.told(folder.resolve("traffic.pcap"), 3, 1, 2)));
        }
    }

    /** Nothing but requests for addresses nobody has, which are told of when a second is over. */
    @Test
    void aLinkOnWhichNobodySpeaksIp() throws IOException {
        List<EveryWay.Seen> frames = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            PacketBuilder request = PacketBuilder.ethernet().arp(1, "10.0.0.9", "10.0.0." + (10 + i));
            byte[] bytes = request.build();
            frames.add(new EveryWay.Seen(Watch.timeNs(0.3 * i), bytes, bytes.length, request.linkType()));
        }
        assertThat(EveryWay.told(frames, 2, 1, 2, 3).alerts()).isNotEmpty();
    }
}
