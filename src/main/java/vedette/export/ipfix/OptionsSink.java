package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes options records on their way in one observation domain, each template before its first record. */
@FunctionalInterface
interface OptionsSink {
    /**
     * Takes a record.
     *
     * @param record from position to limit, valid during the call
     */
    void add(Template template, ByteBuffer record) throws IOException;
}
