package vedette.capture;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads the comments of the packets in a little-endian pcapng file, block by block. */
public final class PcapngComments {
    private static final int ENHANCED_PACKET = 6;
    private static final int COMMENT = 1;

    private PcapngComments() {}

    /** The comment of each enhanced packet block, empty where it has none. */
    public static List<String> of(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        List<String> comments = new ArrayList<>();
        for (int at = 0; at < bytes.capacity(); at += bytes.getInt(at + 4)) {
            if (bytes.getInt(at) == ENHANCED_PACKET) {
                comments.add(comment(bytes, at));
            }
        }
        return comments;
    }

    private static String comment(ByteBuffer bytes, int block) {
        int options = block + 28 + (bytes.getInt(block + 20) + 3 & ~3);
        int end = block + bytes.getInt(block + 4) - 4;
        if (options == end || bytes.getShort(options) != COMMENT) {
            return "";
        }
        byte[] text = new byte[bytes.getShort(options + 2) & 0xFFFF];
        bytes.get(options + 4, text);
        return new String(text, UTF_8);
    }
}
