package vedette.export.ipfix;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import vedette.export.ExportAccount;
import vedette.export.transport.InFlight;

/** A message that is under way, and where it stands on disk, if it does. */
final class SentMessage extends InFlight.Message {
    final ByteBuffer message;
    final Contents contents;
    private final boolean again;
    private SpoolFile.@Nullable Place place;

    /** A message that stands nowhere else. */
    SentMessage(ByteBuffer message, Contents contents, ExportAccount account) {
        this(message, contents, account, null, false, false);
    }

    /**
     * @param account of its records
     * @param again whether it was written to a connection that broke
     * @param counted whether it was counted as sent
     */
    SentMessage(
            ByteBuffer message,
            Contents contents,
            ExportAccount account,
            SpoolFile.@Nullable Place place,
            boolean again,
            boolean counted) {
        super(account, contents.records(), contents.dataRecords(), contents.packets(), contents.octets(), counted);
        this.message = message;
        this.contents = contents;
        this.place = place;
        this.again = again;
    }

    @Override
    protected int length() {
        return message.remaining();
    }

    boolean isAgain() {
        return again;
    }

    SpoolFile.@Nullable Place place() {
        return place;
    }

    void placeAt(SpoolFile.Place now) {
        place = now;
    }
}
