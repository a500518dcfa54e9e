package vedette.capture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.atomic.AtomicLong;

/** Adds up the bytes read through it, for whoever watches the progress. */
final class CountedChannel implements ReadableByteChannel {
    private final ReadableByteChannel channel;
    private final AtomicLong total;

    CountedChannel(ReadableByteChannel channel, AtomicLong total) {
        this.channel = channel;
        this.total = total;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = channel.read(target);
        if (read > 0) {
            total.lazySet(total.get() + read);
        }
        return read;
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
