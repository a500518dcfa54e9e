package vedette.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import vedette.decode.PacketBuilder;
import vedette.net.TcpFlags;

/**
 * Writes a capture of a flood: SYNs of sources made up in 11.0.0.0/8 to one service, 100,000 a second. The same arguments write the
 * same bytes.
 *
 * <p>{@code SpoofedFlood FILE SYNS}
 */
public final class SpoofedFlood {
    private static final long START_US = 1_700_000_000_000_000L;
    private static final long GAP_US = 10;
    private static final int VICTIM = 0x0A000050;

    private SpoofedFlood() {}

    public static void main(String[] arguments) throws IOException {
        long syns = Long.parseLong(arguments[1]);
        Random random = new Random(7);
        FrameTemplate syn = new FrameTemplate(PacketBuilder.ethernet()
                .ipv4("11.0.0.1", "10.0.0.80")
                .tcp(1, 443)
                .flags(TcpFlags.SYN));
        try (PcapFile file = new PcapFile(Path.of(arguments[0]))) {
            for (long i = 0; i < syns; i++) {
                syn.addresses(0x0B00_0000 | random.nextInt(1 << 24), VICTIM);
                syn.ports(random.nextInt(1 << 16), 443).numbers(random.nextInt(), 0);
                file.frame(START_US + i * GAP_US, syn.bytes());
            }
        }
    }
}
