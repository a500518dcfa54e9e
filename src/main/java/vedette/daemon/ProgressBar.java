package vedette.daemon;

import java.util.Locale;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import vedette.capture.CaptureProgress;
import vedette.report.Quantity;

/** Tells on a terminal how far a replay has come, in one line that it draws again and again and wipes in the end. */
final class ProgressBar {
    private static final long REDRAW_NS = 200_000_000;
    private static final int WIDTH = 24;

    private final Console console;
    private final Supplier<CaptureProgress> progress;
    private final LongSupplier packets;
    private final LongSupplier nanoTime;
    private final long startNs;
    private final boolean visible;
    private long drawnNs;
    private long drawnPackets;
    private int drawnLength;

    ProgressBar(
            Console console,
            boolean quiet,
            Supplier<CaptureProgress> progress,
            LongSupplier packets,
            LongSupplier nanoTime) {
        this.console = console;
        this.progress = progress;
        this.packets = packets;
        this.nanoTime = nanoTime;
        this.visible = console.isTerminal() && !quiet;
        this.startNs = nanoTime.getAsLong();
        this.drawnNs = startNs;
    }

    /** Called often; draws now and then. */
    void tick() {
        if (visible) {
            long now = nanoTime.getAsLong();
            if (now - drawnNs >= REDRAW_NS) {
                draw(now);
            }
        }
    }

    private void draw(long now) {
        CaptureProgress reached = progress.get();
        long counted = packets.getAsLong();
        double perSecond = (counted - drawnPackets) * 1e9 / (now - drawnNs);
        String line = line(reached, perSecond, (now - startNs) / 1e9);
        drawnNs = now;
        drawnPackets = counted;
        show(line);
    }

    static String line(CaptureProgress reached, double packetsPerSecond, double elapsedS) {
        String rate = String.format(Locale.ROOT, "%,.0f packets/s", packetsPerSecond);
        long read = reached.bytesRead();
        long total = reached.totalBytes();
        if (total <= 0) {
            return Quantity.bytes(read) + "  " + rate;
        }
        double share = Math.min(1, (double) read / total);
        int done = (int) (share * WIDTH);
        String left = read == 0 ? "" : "  " + Quantity.seconds(Math.ceil(elapsedS / share - elapsedS)) + " left";
        return String.format(
                Locale.ROOT,
                "[%s%s] %3.0f %%  %s of %s  %s%s",
                "=".repeat(done),
                " ".repeat(WIDTH - done),
                Math.floor(share * 100),
                Quantity.bytes(read),
                Quantity.bytes(total),
                rate,
                left);
    }

    /** Wipes the line. */
    void end() {
        if (drawnLength > 0) {
            show("");
            console.err().print('\r');
            console.err().flush();
        }
    }

    private void show(String line) {
        console.err().print("\r" + line + " ".repeat(Math.max(0, drawnLength - line.length())));
        console.err().flush();
        drawnLength = line.length();
    }
}
