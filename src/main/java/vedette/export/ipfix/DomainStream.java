package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * The messages of one observation domain in a transport session: its templates, its sequence number and the message it
 * is filling.
 */
final class DomainStream {
    private final long domain;
    private final int extraCopies;
    private final LongSupplier exportSeconds;
    private final MessageSink sink;
    private final IpfixMessage message;
    private final BitSet announced = new BitSet();
    private final List<Template> active = new ArrayList<>();

    private int sequenceNumber;
    private long begunSeconds;
    private int dataRecords;
    private int flows;
    private long packets;
    private long octets;

    /**
     * @param mostOctets the longest message
     * @param extraCopies messages with a new template alone that go before the first record it lays out
     * @param exportSeconds asked as a message is begun
     */
    DomainStream(long domain, int mostOctets, int extraCopies, LongSupplier exportSeconds, MessageSink sink) {
        this.domain = domain;
        this.extraCopies = extraCopies;
        this.exportSeconds = exportSeconds;
        this.sink = sink;
        this.message = new IpfixMessage(mostOctets);
    }

    /** Sees to it that a template goes before its first record. */
    void announce(Template template) throws IOException {
        if (announced.get(template.id())) {
            return;
        }
        for (int i = 0; i < extraCopies; i++) {
            flush();
            putTemplate(template);
            flush();
        }
        putTemplate(template);
        announced.set(template.id());
        active.add(template);
    }

    /** Sends every template again. */
    void repeatTemplates() throws IOException {
        flush();
        for (int i = 0; i < active.size(); i++) {
            putTemplate(active.get(i));
        }
        flush();
    }

    private void putTemplate(Template template) throws IOException {
        int at = room(template.setId(), template.definitionLength());
        template.putDefinition(message.bytes(), at);
    }

    /** Makes room for data records of an announced template in one message, and returns where in {@link #bytes()}. */
    int add(Template template, int records) throws IOException {
        return add(template, records, records * template.recordLength());
    }

    /** The same for records that say their own lengths, of so many octets in all. */
    int add(Template template, int records, int octets) throws IOException {
        int at = room(template.id(), octets);
        dataRecords += records;
        return at;
    }

    /** Counts a flow whose records were just added. */
    void count(long morePackets, long moreOctets) {
        flows++;
        packets += morePackets;
        octets += moreOctets;
    }

    ByteBuffer bytes() {
        return message.bytes();
    }

    private int room(int set, int length) throws IOException {
        if (!message.hasRoom(set, length)) {
            flush();
        }
        if (message.isEmpty()) {
            begunSeconds = exportSeconds.getAsLong();
        }
        return message.add(set, length);
    }

    /** Sends the message at hand if there is anything in it. */
    void flush() throws IOException {
        if (message.isEmpty()) {
            return;
        }
        sink.send(message.finish(begunSeconds, sequenceNumber, domain), flows, packets, octets);
        sequenceNumber += dataRecords;
        dataRecords = 0;
        flows = 0;
        packets = 0;
        octets = 0;
        message.clear();
    }
}
