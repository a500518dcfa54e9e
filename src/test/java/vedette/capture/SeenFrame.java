package vedette.capture;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A copy of a frame, for tests. */
record SeenFrame(long timestampNs, int linkType, int observationPoint, long originalLength, String octets) {
    static SeenFrame of(Frame frame) {
        byte[] octets = new byte[frame.capturedLength()];
        frame.bytes().get(frame.offset(), octets);
        return new SeenFrame(
                frame.timestampNs(),
                frame.linkType(),
                frame.observationPoint(),
                frame.originalLength(),
                HexFormat.of().formatHex(octets));
    }

    /** All frames of these files as one stream. */
    static List<SeenFrame> in(Path... files) throws IOException {
        List<String> arguments = new ArrayList<>();
        for (Path file : files) {
            arguments.add(file.toString());
        }
        try (CaptureFiles source = CaptureFiles.open(arguments)) {
            return in(source);
        }
    }

    /** All frames that standard input holds. */
    static List<SeenFrame> in(byte[] capture) throws IOException {
        try (CaptureFiles source = open(capture)) {
            return in(source);
        }
    }

    /** All frames that the source has yet to give. */
    static List<SeenFrame> in(CaptureFiles source) throws IOException {
        List<SeenFrame> seen = new ArrayList<>();
        while (source.poll(frame -> seen.add(of(frame)), 7) != CaptureSource.END) {}
        return seen;
    }

    static CaptureFiles open(byte[] capture) throws IOException {
        return CaptureFiles.open(List.of("-"), new ByteArrayInputStream(capture));
    }
}
