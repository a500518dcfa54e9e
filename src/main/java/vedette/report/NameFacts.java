package vedette.report;

import java.util.EnumMap;
import java.util.Map;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.flow.Flow;
import vedette.flow.FlowHandler;

/** Names said in flows: of servers, of what was asked for by DNS, of programs. */
final class NameFacts implements FlowHandler {
    private static final int MOST_NAMES = 1 << 15;

    private static final Map<Field, String> SERVERS = new EnumMap<>(Map.of(
            Field.TLS_SNI,
            "TLS",
            Field.HTTP_HOST,
            "HTTP",
            Field.SMTP_HELO,
            "SMTP greeting",
            Field.DHCP_HOSTNAME,
            "DHCP"));
    private static final Map<Field, String> PROGRAMS = new EnumMap<>(Map.of(
            Field.HTTP_USER_AGENT,
            "HTTP client",
            Field.HTTP_SERVER,
            "HTTP server",
            Field.SSH_CLIENT_SOFTWARE,
            "SSH client",
            Field.SSH_SERVER_SOFTWARE,
            "SSH server"));

    private final Largest<NameKey, Sums> servers = new Largest<>(MOST_NAMES, Sums::new, Sums::octets);
    private final Largest<NameKey, Sums> questions = new Largest<>(MOST_NAMES, Sums::new, Sums::flows);
    private final Largest<NameKey, Sums> programs = new Largest<>(MOST_NAMES, Sums::new, Sums::flows);

    @Override
    public void onFlow(Flow flow) {
        Findings findings = flow.findings();
        for (int entry = findings.first(); entry >= 0; entry = findings.next(entry)) {
            Field field = findings.field(entry);
            if (field == Field.DNS_NAME) {
                add(questions, findings.text(entry), flow.isResponderGroup() ? "on the link" : "DNS", flow);
            } else if (SERVERS.containsKey(field)) {
                add(servers, findings.text(entry), SERVERS.getOrDefault(field, ""), flow);
            } else if (PROGRAMS.containsKey(field)) {
                add(programs, findings.text(entry), PROGRAMS.getOrDefault(field, ""), flow);
            }
        }
    }

    private static void add(Largest<NameKey, Sums> names, String name, String how, Flow flow) {
        if (!name.isEmpty()) {
            names.of(new NameKey(name, how)).add(flow);
        }
    }

    Largest<NameKey, Sums> servers() {
        return servers;
    }

    Largest<NameKey, Sums> questions() {
        return questions;
    }

    Largest<NameKey, Sums> programs() {
        return programs;
    }
}
