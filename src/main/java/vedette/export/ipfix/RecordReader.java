package vedette.export.ipfix;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages of our own back from one file on disk: enters their templates in the book, and says what is in them. Where the book
 * knows a template by another id than the file does, the message is changed to that.
 */
final class RecordReader {
    private static final int ENTERPRISE_BIT = 0x8000;
    private static final int SHORT_LENGTH = 255;

    private final TemplateBook book;
    private final boolean earlier;
    private final Map<Integer, Integer> ids = new HashMap<>();
    private final Map<Integer, Layout> layouts = new HashMap<>();

    private record Layout(Contents.Kind kind, int recordsPerFlow, List<Part> parts) {}

    private enum Role {
        PACKETS,
        OCTETS,
        OTHER
    }

    private record Part(int length, Role role) {}

    private RecordReader(TemplateBook book, boolean earlier) {
        this.book = book;
        this.earlier = earlier;
    }

    /** For a file that this run writes, by the book. */
    static RecordReader ofOwn(TemplateBook book) {
        return new RecordReader(book, false);
    }

    /** For a file that an earlier run has written. */
    static RecordReader ofEarlier(TemplateBook book) {
        return new RecordReader(book, true);
    }

    /** Octets of the message whose header begins there; -1 if it is none. */
    static int lengthOf(ByteBuffer header) {
        int at = header.position();
        int length = header.getShort(at + 2) & 0xFFFF;
        return header.getShort(at) == IpfixMessage.VERSION && length > IpfixMessage.HEADER_LENGTH ? length : -1;
    }

    /**
     * Reads a whole message, position to limit.
     *
     * @return what is in it; of the kind of the session if it holds nothing but templates; null if it is damaged
     */
    @Nullable
    Contents read(ByteBuffer message) {
        try {
            return readSets(message);
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException damaged) {
            return null;
        }
    }

    private Contents readSets(ByteBuffer message) {
        Contents contents = null;
        int end = message.limit();
        for (int set = message.position() + IpfixMessage.HEADER_LENGTH; set < end; ) {
            int id = IpfixMessage.setId(message, set);
            int next = set + IpfixMessage.setLength(message, set);
            int from = set + IpfixMessage.SET_HEADER_LENGTH;
            if (next <= from || next > end) {
                throw new IllegalArgumentException("a set that is too long or too short");
            }
            if (id <= Template.OPTIONS_TEMPLATE_SET) {
                readTemplates(id, message, from, next);
            } else {
                int here = idHere(id);
                contents = readRecords(layout(here), message, from, next, contents);
                message.putShort(set, (short) here);
            }
            set = next;
        }
        return contents == null ? contents(Contents.Kind.SESSION, message) : contents;
    }

    /**
     * Counts the records of a message that is not what was written: those that can be told apart as the templates of its file
     * lay them out. What they say is not believed, so packets and octets stay 0.
     *
     * @param message position to limit, which may be before its end
     */
    Remains remains(ByteBuffer message) {
        Remains remains = new Remains();
        try {
            int length = lengthOf(message);
            if (length < 0) {
                return remains;
            }
            int end = message.position() + length;
            for (int set = message.position() + IpfixMessage.HEADER_LENGTH; set < end; ) {
                int next = set + IpfixMessage.setLength(message, set);
                int from = set + IpfixMessage.SET_HEADER_LENGTH;
                if (next <= from || next > end || IpfixMessage.setId(message, set) <= Template.OPTIONS_TEMPLATE_SET) {
                    return remains;
                }
                remains.count(layout(idHere(IpfixMessage.setId(message, set))), message, from, next);
                set = next;
            }
            remains.whole = true;
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException broken) {
            // What was counted so far stands.
        }
        return remains;
    }

    /** What can be counted of a damaged message. */
    static final class Remains {
        private long flows;
        private long alerts;
        private boolean whole;

        private void count(Layout layout, ByteBuffer message, int from, int end) {
            Contents unheeded = new Contents(layout.kind, 0);
            int records = 0;
            try {
                for (int at = from; at < end && at < message.limit(); ) {
                    at = readRecord(layout, message, at, Math.min(end, message.limit()), unheeded);
                    records++;
                }
            } finally {
                if (layout.kind == Contents.Kind.ALERTS) {
                    alerts += records;
                } else if (layout.kind == Contents.Kind.FLOWS) {
                    flows += records / layout.recordsPerFlow;
                }
            }
            if (end > message.limit()) {
                throw new IndexOutOfBoundsException(end);
            }
        }

        long flows() {
            return flows;
        }

        long alerts() {
            return alerts;
        }

        /** Whether these are all it held; else nobody knows how many more. */
        boolean isWhole() {
            return whole;
        }
    }

    private static Contents contents(Contents.Kind kind, ByteBuffer message) {
        Contents contents = new Contents(kind, IpfixMessage.domain(message));
        contents.begin(IpfixMessage.exportSeconds(message));
        return contents;
    }

    private void readTemplates(int set, ByteBuffer message, int from, int end) {
        for (int at = from; at < end; ) {
            int fields = message.getShort(at + 2) & 0xFFFF;
            int next = at + (set == Template.TEMPLATE_SET ? 4 : 6);
            for (int i = 0; i < fields; i++) {
                next += (message.getShort(next) & ENTERPRISE_BIT) != 0 ? 8 : 4;
            }
            byte[] octets = new byte[next - at];
            message.get(at, octets);
            int id = message.getShort(at) & 0xFFFF;
            if (earlier) {
                ids.put(id, book.enter(id, new TemplateBook.Definition(set, octets)));
            }
            at = next;
        }
    }

    /** Nobody knows what is meant by an id whose template is damaged. */
    private int idHere(int id) {
        Integer here = earlier ? ids.get(id) : Integer.valueOf(id);
        if (here == null) {
            throw new IllegalArgumentException("no template " + id);
        }
        return here;
    }

    private Layout layout(int id) {
        return layouts.computeIfAbsent(id, template -> layout(template, book.get(template)));
    }

    private static Layout layout(int id, TemplateBook.Definition definition) {
        ByteBuffer in = ByteBuffer.wrap(definition.octets());
        boolean isOptions = definition.setId() == Template.OPTIONS_TEMPLATE_SET;
        int fields = in.getShort(2) & 0xFFFF;
        in.position(isOptions ? 6 : 4);
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < fields; i++) {
            int element = in.getShort() & 0xFFFF;
            int length = in.getShort() & 0xFFFF;
            long enterprise = (element & ENTERPRISE_BIT) != 0 ? in.getInt() & 0xFFFF_FFFFL : 0;
            parts.add(new Part(length, role(element & ~ENTERPRISE_BIT, enterprise)));
        }
        Contents.Kind kind = isOptions
                ? OptionsTemplates.isAlert(TemplateBook.usualId(id)) ? Contents.Kind.ALERTS : Contents.Kind.SESSION
                : Contents.Kind.FLOWS;
        return new Layout(
                kind, isOptions ? 1 : FlowTemplates.recordsPerFlow(TemplateBook.usualId(id)), List.copyOf(parts));
    }

    private static Role role(int element, long enterprise) {
        if (enterprise != 0 && enterprise != Field.REVERSE) {
            return Role.OTHER;
        }
        if (element == InformationElement.PACKET_DELTA_COUNT.id()) {
            return Role.PACKETS;
        }
        return element == InformationElement.OCTET_DELTA_COUNT.id() ? Role.OCTETS : Role.OTHER;
    }

    private static Contents readRecords(
            Layout layout, ByteBuffer message, int from, int end, @Nullable Contents before) {
        Contents contents = before == null ? contents(layout.kind, message) : before;
        int records = 0;
        for (int at = from; at < end; records++) {
            at = readRecord(layout, message, at, end, contents);
        }
        contents.addData(records);
        if (layout.kind != Contents.Kind.SESSION) {
            contents.addRecords(records / layout.recordsPerFlow, 0, 0);
        }
        return contents;
    }

    private static int readRecord(Layout layout, ByteBuffer message, int from, int end, Contents contents) {
        int at = from;
        for (Part part : layout.parts) {
            int length = part.length;
            if (length == Field.VARIABLE) {
                length = message.get(at++) & 0xFF;
                if (length == SHORT_LENGTH) {
                    length = message.getShort(at) & 0xFFFF;
                    at += Short.BYTES;
                }
            } else if (part.role == Role.PACKETS) {
                contents.addRecords(0, message.getLong(at), 0);
            } else if (part.role == Role.OCTETS) {
                contents.addRecords(0, 0, message.getLong(at));
            }
            at += length;
        }
        if (at > end || at == from) {
            throw new IllegalArgumentException("a record that overruns its set");
        }
        return at;
    }
}
