package vedette.export.zeek;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import vedette.content.DnsType;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** {@code dns.log}: the first question of a connection, and its answer. */
final class DnsLog {
    private static final Columns COLUMNS = Columns.ofConnection()
            .add("enum", "proto")
            .add("count", "trans_id")
            .add("interval", "rtt")
            .add("string", "query")
            .add("count", "qclass")
            .add("string", "qclass_name")
            .add("count", "qtype")
            .add("string", "qtype_name")
            .add("count", "rcode")
            .add("string", "rcode_name")
            .add("bool", "AA", "TC", "RD", "RA")
            .add("count", "Z")
            .add("vector[string]", "answers")
            .add("vector[interval]", "TTLs")
            .add("bool", "rejected");

    private static final Set<Service> SERVICES = EnumSet.of(Service.DNS, Service.MDNS, Service.LLMNR);
    private static final Set<Field> ANSWERS = EnumSet.range(Field.DNS_A, Field.DNS_MX);

    private final Log log;
    private final ContentText text = new ContentText();
    private final Octets answer = new Octets();

    DnsLog(LogFormat format, LogFiles files) {
        this.log = new Log("dns", COLUMNS, format, files);
    }

    Log log() {
        return log;
    }

    void write(Connection connection) throws IOException {
        Findings findings = connection.flow().findings();
        boolean told = findings.has(Field.DNS_TYPE) || findings.has(Field.DNS_RCODE);
        Service service = findings.service();
        if (service == null || !SERVICES.contains(service) || !told) {
            return;
        }
        Row row = log.begin(connection.flow().closedNs());
        connection.identify(row);
        row.name(Transport.name(connection.flow().protocol()));
        row.unset();
        roundTrip(connection, row);
        question(findings, row);
        code(findings.text(Field.DNS_RCODE), row);
        row.unset(5);
        answers(findings, row);
        row.unset(2);
        row.end();
    }

    /** Over TCP a connection's first packets are not the question and the answer. */
    private static void roundTrip(Connection connection, Row row) {
        boolean answered = connection.packets(Flow.FORWARD) > 0
                && connection.packets(Flow.REVERSE) > 0
                && connection.flow().findings().has(Field.DNS_RCODE);
        long ns = answered ? connection.firstNs(Flow.REVERSE) - connection.firstNs(Flow.FORWARD) : -1;
        if (connection.flow().protocol() == IpProtocol.UDP && ns >= 0) {
            row.interval(ns);
        } else {
            row.unset();
        }
    }

    private void question(Findings findings, Row row) {
        Octets name = text.find(findings, Field.DNS_NAME);
        String type = findings.text(Field.DNS_TYPE);
        if (name != null) {
            row.text(name.lowerCase());
        } else if (type != null) {
            row.text(answer.of("")); // the root
        } else {
            row.unset();
        }
        row.unset(2);
        numberOrUnset(type == null ? DnsType.UNKNOWN : DnsType.number(type), row);
        row.name(type == null ? null : nameOfType(type));
    }

    private static String nameOfType(String type) {
        int number = DnsType.number(type);
        return type.equals("ANY") ? "*" : type.startsWith("TYPE") ? "query-" + number : type;
    }

    private static void code(@Nullable String name, Row row) {
        int number = name == null ? DnsType.UNKNOWN : DnsType.rcodeNumber(name);
        numberOrUnset(number, row);
        row.name(name == null ? null : nameOfCode(name, number));
    }

    private static String nameOfCode(String name, int number) {
        return name.equals("NXRRSET") ? "NXRRSet" : name.startsWith("RCODE") ? "unassigned-" + number : name;
    }

    private static void numberOrUnset(int number, Row row) {
        if (number == DnsType.UNKNOWN) {
            row.unset();
        } else {
            row.count(number);
        }
    }

    /** Grouped by type, names first through which the others were found. */
    private void answers(Findings findings, Row row) {
        boolean any = false;
        for (int pass = 0; pass < 2; pass++) {
            for (int at = findings.first(); at >= 0; at = findings.next(at)) {
                Field field = findings.field(at);
                if (ANSWERS.contains(field) && (field == Field.DNS_CNAME) == (pass == 0)) {
                    if (!any) {
                        row.beginList();
                    }
                    any = true;
                    row.item(answer.of(findings, at).lowerCase());
                }
            }
        }
        if (any) {
            row.endList();
        } else {
            row.unset();
        }
    }
}
