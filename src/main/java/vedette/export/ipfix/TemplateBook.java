package vedette.export.ipfix;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The template records of an exporting process, by id: an id means one layout for ever, so one book does for all sessions. */
final class TemplateBook {
    private static final int FIRST_ROOM = 0x0800;

    private @Nullable Definition[] byId = new @Nullable Definition[FIRST_ROOM];

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
    }

    void add(Template template) {
        if (!has(template.id())) {
            byte[] octets = new byte[template.definitionLength()];
            template.putDefinition(ByteBuffer.wrap(octets), 0);
            add(template.id(), new Definition(template.setId(), octets));
        }
    }

    /** Enters a template record; what stands there already stays. */
    void add(int id, Definition definition) {
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
