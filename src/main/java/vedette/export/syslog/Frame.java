package vedette.export.syslog;

import vedette.export.ExportAccount;
import vedette.export.transport.InFlight;

/** A message as it goes over a connection, with its length before it or a line feed behind it (RFC 6587 §3.4). */
final class Frame extends InFlight.Message {
    final byte[] bytes;

    /** @param account of the record it tells, with the packets and octets in that */
    Frame(byte[] bytes, ExportAccount account, long packets, long octets) {
        super(account, 1, packets, octets, false);
        this.bytes = bytes;
    }

    @Override
    protected int length() {
        return bytes.length;
    }
}
