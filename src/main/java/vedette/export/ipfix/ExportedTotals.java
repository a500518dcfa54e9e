package vedette.export.ipfix;

import java.util.ArrayList;
import java.util.List;

/** Counts what is sent, in all and of each observation domain. */
final class ExportedTotals {
    private final Total all = new Total(ObservationDomains.OPTIONS);
    private final List<Total> byDomain = new ArrayList<>();

    /** What was sent of one domain. */
    static final class Total {
        private final long domain;
        private long messages;
        private long flowRecords;
        private long octets;

        private Total(long domain) {
            this.domain = domain;
        }

        private void add(int length, int records) {
            messages++;
            flowRecords += records;
            octets += length;
        }

        long domain() {
            return domain;
        }

        Exported exported() {
            return new Exported(messages, flowRecords, octets);
        }
    }

    /**
     * Counts a message.
     *
     * @param length its octets
     */
    void count(int length, Contents contents) {
        int flowRecords = contents.kind() == Contents.Kind.FLOWS ? contents.dataRecords() : 0;
        all.add(length, flowRecords);
        of(contents.domain()).add(length, flowRecords);
    }

    private Total of(long domain) {
        for (int i = 0; i < byDomain.size(); i++) {
            if (byDomain.get(i).domain == domain) {
                return byDomain.get(i);
            }
        }
        Total total = new Total(domain);
        byDomain.add(total);
        return total;
    }

    Exported all() {
        return all.exported();
    }

    /** Of each domain that flow records were sent of. */
    List<Total> ofFlows() {
        return byDomain.stream().filter(total -> total.flowRecords > 0).toList();
    }
}
