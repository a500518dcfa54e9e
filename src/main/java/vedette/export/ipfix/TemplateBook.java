package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The template records of an exporting process, by id: an id means one layout for ever, so one book does for all sessions. Records
 * that an earlier run left may be laid out with another enterprise number: their templates get ids of their own.
 */
final class TemplateBook {
    /** Ids that we lay out by are below; the same place in a later block is for what an earlier run meant by them. */
    private static final int BLOCK = 0x0800;

    private static final int IDS = 0x1_0000;

    private @Nullable Definition[] byId = new @Nullable Definition[BLOCK];
    private final Map<Integer, Definition> reserved = new HashMap<>();
    private final Map<Integer, Set<Long>> enterprises = new HashMap<>();

    /** A template record as it is sent, and the set it stands in. */
    static final class Definition {
        private final int setId;
        private final byte[] octets;

        Definition(int setId, byte[] octets) {
            this.setId = setId;
            this.octets = octets;
        }

        int setId() {
            return setId;
        }

        byte[] octets() {
            return octets;
        }

        static Definition of(Template template) {
            byte[] octets = new byte[template.definitionLength()];
            template.putDefinition(ByteBuffer.wrap(octets), 0);
            return new Definition(template.setId(), octets);
        }

        Definition withId(int id) {
            byte[] same = octets.clone();
            ByteBuffer.wrap(same).putShort(0, (short) id);
            return new Definition(setId, same);
        }

        private Set<Long> enterprises() {
            Set<Long> enterprises = new TreeSet<>();
            ByteBuffer in = ByteBuffer.wrap(octets).position(setId == Template.TEMPLATE_SET ? 4 : 6);
            while (in.hasRemaining()) {
                boolean isIana = (in.getInt() >> Short.SIZE & Template.ENTERPRISE_BIT) == 0;
                long enterprise = isIana ? 0 : in.getInt() & 0xFFFF_FFFFL;
                if (!isIana && enterprise != Field.REVERSE && enterprise != CertElement.ENTERPRISE) {
                    enterprises.add(enterprise);
                }
            }
            return enterprises;
        }

        boolean isSame(Definition other) {
            return setId == other.setId && Arrays.equals(octets, other.octets);
        }
    }

    void add(Template template) {
        if (!has(template.id())) {
            add(template.id(), Definition.of(template));
        }
    }

    /** Keeps the template's id for it, though no record may ever be laid out by it. */
    void reserve(Template template) {
        reserved.put(template.id(), Definition.of(template));
    }

    /**
     * Enters a template record of an earlier run.
     *
     * @return the id that means it here
     * @throws IllegalArgumentException if there is none left
     */
    int enter(int id, Definition definition) {
        for (int here = id; here < IDS; here += BLOCK) {
            Definition entered = here < byId.length ? byId[here] : null;
            Definition meant = entered == null ? reserved.get(here) : entered;
            Definition same = definition.withId(here);
            if (meant == null || meant.isSame(same)) {
                add(here, same);
                enterprises
                        .computeIfAbsent(definition.setId, kind -> new TreeSet<>())
                        .addAll(definition.enterprises());
                return here;
            }
        }
        throw new IllegalArgumentException("too many meanings of template " + id);
    }

    /** Whose elements templates of earlier runs hold, but for those that have a registry. */
    Set<Long> enterprises(int setId) {
        return enterprises.getOrDefault(setId, Set.of());
    }

    /** The id by which a template would be known whose id was not another's. */
    static int usualId(int id) {
        return id % BLOCK;
    }

    private void add(int id, Definition definition) {
        if (id >= byId.length) {
            byId = Arrays.copyOf(byId, id + 1);
        }
        if (byId[id] == null) {
            byId[id] = definition;
        }
    }

    /** Whether one of two stands in it. */
    boolean has(int one, int other) {
        return has(one) || has(other);
    }

    boolean has(int id) {
        return id < byId.length && byId[id] != null;
    }

    /** @throws IllegalArgumentException if nothing was ever laid out by it */
    Definition get(int id) {
        Definition definition = id < byId.length ? byId[id] : null;
        if (definition == null) {
            throw new IllegalArgumentException("no template " + id);
        }
        return definition;
    }
}
