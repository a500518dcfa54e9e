package vedette.bench;

import com.sun.jna.LastErrorException;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import vedette.os.NetworkDevice;

/**
 * Sends the frames of a pcap file to an interface again and again, many with one call of the system (sendmmsg(2)).
 * Usage: {@code FrameSender FILE INTERFACE FRAMES-PER-SECOND|0 SECONDS}; 0 is as fast as it goes.
 */
public final class FrameSender {
    private static final int AF_PACKET = 17;
    private static final int SOCK_RAW = 3;
    private static final int ADDRESS_LENGTH = 20;

    /** Octets of struct mmsghdr: struct msghdr and a length. */
    private static final int MESSAGE = 64;

    private static final int BATCH = 256;
    private static final int MOST_FRAMES = 1 << 20;
    private static final int PCAP_HEADER = 24;
    private static final int RECORD_HEADER = 16;
    private static final double NS_PER_S = 1e9;

    static {
        Native.register(FrameSender.class, "c");
    }

    private FrameSender() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 4) {
            throw new IllegalArgumentException("FrameSender FILE INTERFACE FRAMES-PER-SECOND|0 SECONDS");
        }
        List<byte[]> frames = read(Path.of(args[0]));
        long perSecond = Long.parseLong(args[2]);
        double seconds = Double.parseDouble(args[3]);
        int socket = open(args[1]);
        long octets = frames.stream().mapToLong(each -> each.length).sum();
        try (Memory bytes = new Memory(octets);
                Memory vectors = new Memory(16L * frames.size());
                Memory messages = new Memory((long) MESSAGE * frames.size())) {
            lay(frames, bytes, vectors, messages);
            send(socket, messages, frames.size(), perSecond, seconds);
        }
    }

    private static void send(int socket, Pointer messages, int frames, long perSecond, double seconds) {
        long beganNs = System.nanoTime();
        long sent = 0;
        int at = 0;
        double passed = 0;
        while (passed < seconds) {
            long due = perSecond == 0 ? Long.MAX_VALUE : (long) (passed * perSecond) - sent;
            int batch = (int) Math.min(Math.min(BATCH, due), frames - at);
            if (batch > 0) {
                int done = batch(socket, messages.share((long) MESSAGE * at), batch);
                sent += done;
                at = at + done == frames ? 0 : at + done;
            } else {
                LockSupport.parkNanos(50_000);
            }
            passed = (System.nanoTime() - beganNs) / NS_PER_S;
        }
        System.out.printf(Locale.ROOT, "sent %d frames in %.3f s, %.0f a second%n", sent, passed, sent / passed);
    }

    /** A full device queue is no reason to stop. */
    private static int batch(int socket, Pointer messages, int count) {
        try {
            return Math.max(0, sendmmsg(socket, messages, count, 0));
        } catch (LastErrorException full) {
            return 0;
        }
    }

    private static void lay(List<byte[]> frames, Memory bytes, Memory vectors, Memory messages) {
        messages.clear();
        long to = 0;
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            bytes.write(to, frame, 0, frame.length);
            vectors.setPointer(16L * i, bytes.share(to));
            vectors.setLong(16L * i + 8, frame.length);
            messages.setPointer((long) MESSAGE * i + 16, vectors.share(16L * i));
            messages.setLong((long) MESSAGE * i + 24, 1);
            to += frame.length;
        }
    }

    private static int open(String interfaceName) {
        int socket = socket(AF_PACKET, SOCK_RAW, 0);
        try (Memory address = new Memory(ADDRESS_LENGTH)) {
            address.clear();
            address.setShort(0, (short) AF_PACKET);
            address.setInt(4, NetworkDevice.index(interfaceName));
            bind(socket, address, ADDRESS_LENGTH);
        }
        return socket;
    }

    private static List<byte[]> read(Path file) throws IOException {
        List<byte[]> frames = new ArrayList<>();
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(channel.size(), Integer.MAX_VALUE));
            int magic = all.getInt(0);
            all.order(magic == 0xA1B2C3D4 || magic == 0xA1B23C4D ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            int at = PCAP_HEADER;
            while (at + RECORD_HEADER <= all.limit() && frames.size() < MOST_FRAMES) {
                int length = all.getInt(at + 8);
                if (at + RECORD_HEADER + length > all.limit()) {
                    break;
                }
                byte[] frame = new byte[length];
                all.get(at + RECORD_HEADER, frame);
                frames.add(frame);
                at += RECORD_HEADER + length;
            }
        }
        return frames;
    }

    private static native int socket(int domain, int type, int protocol) throws LastErrorException;

    private static native int bind(int descriptor, Pointer address, int length) throws LastErrorException;

    private static native int sendmmsg(int descriptor, Pointer messages, int count, int flags)
            throws LastErrorException;
}
