package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * A transport session (RFC 7011 §2): gives messages of data records their sequence numbers and export times, and sends each
 * template before the first record it lays out. Nothing of it outlives the connection or the file it is of.
 */
final class TransportSession {
    private final TemplateBook book;
    private final IpfixMessage templates;
    private final int templateCopies;
    private final ToLongFunction<Contents> exportSeconds;
    private final MessageSink wire;
    private final TemplateHandler announced;
    private final List<Domain> domains = new ArrayList<>();

    /** Is told which templates the collector has. */
    @FunctionalInterface
    interface TemplateHandler {
        /** Called between a template and the first record it lays out; may send messages of other domains. */
        void onTemplate(long domain, int template) throws IOException;
    }

    private static final class Domain {
        final long id;
        final BitSet announced = new BitSet();
        final Contents templates;
        int sequenceNumber;

        Domain(long id) {
            this.id = id;
            this.templates = new Contents(Contents.Kind.SESSION, id);
        }
    }

    /** A session of whose templates nobody wants to be told. */
    TransportSession(
            TemplateBook book,
            int mostOctets,
            int templateCopies,
            ToLongFunction<Contents> exportSeconds,
            MessageSink wire) {
        this(book, mostOctets, templateCopies, exportSeconds, wire, (domain, template) -> {});
    }

    /**
     * @param book where the templates of all messages stand
     * @param mostOctets the longest message of templates
     * @param templateCopies how often a new template is sent before the first record: more than once where messages get lost
     * @param exportSeconds asked as a message leaves, and told what is in it
     * @param announced told of every template that is new to the session
     */
    TransportSession(
            TemplateBook book,
            int mostOctets,
            int templateCopies,
            ToLongFunction<Contents> exportSeconds,
            MessageSink wire,
            TemplateHandler announced) {
        this.book = book;
        this.templates = new IpfixMessage(mostOctets);
        this.templateCopies = templateCopies;
        this.exportSeconds = exportSeconds;
        this.wire = wire;
        this.announced = announced;
    }

    /** Sends a message of data records, after the templates it needs and the collector has not got. */
    void send(ByteBuffer message, Contents contents) throws IOException {
        Domain domain = domain(contents.domain());
        domain.templates.begin(contents.begunSeconds());
        int end = message.limit();
        for (int set = message.position() + IpfixMessage.HEADER_LENGTH; set < end; ) {
            announce(domain, IpfixMessage.setId(message, set));
            set += IpfixMessage.setLength(message, set);
        }
        send(domain, message, contents);
        domain.sequenceNumber += contents.dataRecords();
    }

    private void send(Domain domain, ByteBuffer message, Contents contents) throws IOException {
        IpfixMessage.stamp(message, exportSeconds.applyAsLong(contents), domain.sequenceNumber, domain.id);
        wire.send(message, contents);
    }

    private Domain domain(long id) {
        for (int i = 0; i < domains.size(); i++) {
            if (domains.get(i).id == id) {
                return domains.get(i);
            }
        }
        Domain domain = new Domain(id);
        domains.add(domain);
        return domain;
    }

    private void announce(Domain domain, int template) throws IOException {
        if (domain.announced.get(template)) {
            return;
        }
        domain.announced.set(template);
        for (int i = 0; i < templateCopies; i++) {
            put(domain, template);
            sendTemplates(domain);
        }
        announced.onTemplate(domain.id, template);
    }

    /** Tells of every template that was announced. */
    void forEachTemplate(TemplateHandler told) throws IOException {
        for (Domain domain : List.copyOf(domains)) {
            for (int id = domain.announced.nextSetBit(0); id >= 0; id = domain.announced.nextSetBit(id + 1)) {
                told.onTemplate(domain.id, id);
            }
        }
    }

    /** Sends every template again, as many to a message as fit. */
    void repeatTemplates() throws IOException {
        for (Domain domain : domains) {
            for (int id = domain.announced.nextSetBit(0); id >= 0; id = domain.announced.nextSetBit(id + 1)) {
                put(domain, id);
            }
            sendTemplates(domain);
        }
    }

    private void put(Domain domain, int template) throws IOException {
        TemplateBook.Definition definition = book.get(template);
        int length = definition.octets().length;
        if (!templates.hasRoom(definition.setId(), length)) {
            sendTemplates(domain);
        }
        int at = templates.add(definition.setId(), length);
        templates.bytes().put(at, definition.octets());
    }

    private void sendTemplates(Domain domain) throws IOException {
        if (!templates.isEmpty()) {
            send(domain, templates.finish(), domain.templates);
            templates.clear();
        }
    }
}
