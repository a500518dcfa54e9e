package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** The data records of one observation domain on their way into messages. */
final class DomainStream {
    private final TemplateBook book;
    private final LongSupplier recordSeconds;
    private final MessageSink sink;
    private final IpfixMessage message;
    private final Contents contents;

    /**
     * @param kind what the domain's records are
     * @param mostOctets the longest message
     * @param book where templates are entered before a record is laid out by them
     * @param recordSeconds the clock of the records, asked as a message is begun
     */
    DomainStream(
            long domain,
            Contents.Kind kind,
            int mostOctets,
            TemplateBook book,
            LongSupplier recordSeconds,
            MessageSink sink) {
        this.book = book;
        this.recordSeconds = recordSeconds;
        this.sink = sink;
        this.message = new IpfixMessage(mostOctets);
        this.contents = new Contents(kind, domain);
    }

    /** Makes room for data records in one message, and returns where in {@link #bytes()}. */
    int add(Template template, int records) throws IOException {
        return add(template, records, records * template.recordLength());
    }

    /** The same for records that say their own lengths, of so many octets in all. */
    int add(Template template, int records, int octets) throws IOException {
        book.add(template);
        if (!message.hasRoom(template.id(), octets)) {
            flush();
        }
        if (message.isEmpty()) {
            contents.begin(recordSeconds.getAsLong());
        }
        contents.addData(records);
        return message.add(template.id(), octets);
    }

    /** Counts a flow or an alert whose records were just added. */
    void count(long morePackets, long moreOctets) {
        contents.addRecords(1, morePackets, moreOctets);
    }

    ByteBuffer bytes() {
        return message.bytes();
    }

    /** Hands on the message at hand if there is anything in it. */
    void flush() throws IOException {
        if (message.isEmpty()) {
            return;
        }
        try {
            sink.send(message.finish(), contents);
        } finally {
            message.clear();
        }
    }
}
