package vedette.export.ipfix;

import vedette.export.DropReason;
import vedette.export.DroppedTotal;
import vedette.export.ExportAccount;
import vedette.export.IpfixProfile;

/**
 * Flow records that could not be sent, and the packets and IP octets in them.
 *
 * @param firstNs time at which the first of them was given up, nanoseconds since 1970; 0 without any
 * @param lastNs time at which the last of them was
 */
record NotSent(long flowRecords, long packets, long octets, long firstNs, long lastNs) {
    /**
     * Those of an account, for any reason.
     *
     * @param profile what a flow would have become, so that they count as what was sent does
     */
    static NotSent of(ExportAccount account, IpfixProfile profile) {
        long records = 0;
        long packets = 0;
        long octets = 0;
        long firstNs = Long.MAX_VALUE;
        long lastNs = 0;
        for (DropReason reason : DropReason.values()) {
            DroppedTotal dropped = account.dropped(reason);
            if (dropped.records() > 0) {
                records += profile == IpfixProfile.UNIFLOW ? dropped.uniflows() : dropped.records();
                packets += dropped.packets();
                octets += dropped.octets();
                firstNs = Math.min(firstNs, dropped.firstNs());
                lastNs = Math.max(lastNs, dropped.lastNs());
            }
        }
        return new NotSent(records, packets, octets, records == 0 ? 0 : firstNs, lastNs);
    }
}
