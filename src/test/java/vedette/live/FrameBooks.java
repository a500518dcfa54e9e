package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a live sensor said at its end of the frames on its links: how many it captured, and how many it lost where. */
record FrameBooks(long captured, long kernel, long driver, long ring) {
    private static final Pattern LINE = Pattern.compile(
            "captured (\\d+) frames, dropped (\\d+) in the kernel, (\\d+) in the interface, (\\d+) in the ring");

    static FrameBooks of(Sensor sensor) throws IOException {
        Matcher line = LINE.matcher(sensor.said());
        assertThat(line.find()).as(sensor.said()).isTrue();
        return new FrameBooks(
                Long.parseLong(line.group(1)),
                Long.parseLong(line.group(2)),
                Long.parseLong(line.group(3)),
                Long.parseLong(line.group(4)));
    }

    long dropped() {
        return kernel + driver + ring;
    }
}
