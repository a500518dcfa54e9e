package vedette.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.capture.Frame;
import vedette.capture.FrameHandler;

/** Nanoseconds to read a frame of a pcap file that the system has in memory, of several hundred octets each. */
@State(Scope.Thread)
public class CaptureBenchmark extends StageBenchmark {
    private static final int CONVERSATIONS = 20_000;
    private static final int FRAMES_A_POLL = 512;

    private final FrameHandler adding = this::add;
    private Path path;
    private CaptureFiles files;
    private long octets;

    @Setup
    public void write() throws IOException {
        path = Files.createTempFile("capture", ".pcap");
        try (PcapFile file = new PcapFile(path)) {
            LargeCapture.write(file, CONVERSATIONS, 60);
        }
        files = open();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES_A_POLL)
    public long pcapFrame() throws IOException {
        for (int frames = 0; frames < FRAMES_A_POLL; ) {
            int polled = files.poll(adding, FRAMES_A_POLL - frames);
            if (polled == CaptureSource.END) {
                files.close();
                files = open();
            } else {
                frames += polled;
            }
        }
        return octets;
    }

    private CaptureFiles open() throws IOException {
        return CaptureFiles.open(List.of(path.toString()));
    }

    private void add(Frame frame) {
        octets += frame.capturedLength();
    }

    @TearDown
    public void delete() throws IOException {
        files.close();
        Files.delete(path);
    }
}
