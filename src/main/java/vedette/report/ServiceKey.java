package vedette.report;

import java.util.Comparator;
import vedette.content.Findings;
import vedette.content.Service;
import vedette.flow.Flow;
import vedette.net.ProtocolName;

/**
 * What flows speak, as a key.
 *
 * @param name of the service, or of the protocol where nobody knows it
 * @param isGuessed whether no more than the port says so
 */
record ServiceKey(String name, String protocol, boolean isGuessed) implements Comparable<ServiceKey> {
    private static final Comparator<ServiceKey> ORDER = Comparator.comparing(ServiceKey::name)
            .thenComparing(ServiceKey::protocol)
            .thenComparing(ServiceKey::isGuessed);

    static ServiceKey of(Flow flow) {
        Findings findings = flow.findings();
        Service service = findings.service();
        String protocol = ProtocolName.of(flow.protocol());
        return service == null
                ? new ServiceKey("", protocol, false)
                : new ServiceKey(service.toString(), protocol, findings.isGuessed());
    }

    @Override
    public int compareTo(ServiceKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return name.isEmpty() ? "not known" : name + (isGuessed ? " (guessed by its port)" : "");
    }
}
