package vedette.export.ipfix;

import static vedette.export.ipfix.FlowSection.*;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import vedette.content.Field;
import vedette.content.Findings;
import vedette.export.IpfixProfile;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/**
 * The templates of flow records. A template id means one layout for ever, in every version, because some collectors
 * remember templates beyond a session: a layout that changes takes a new block of ids.
 *
 * <p>Within a profile's block the id's bits tell the shape: bit 0 IPv6; bits 1-2 TCP, other ports, ICMP, no ports; bits 3-4
 * how many VLAN tags (two stand for more); bit 5 one direction only; bit 6 an aggregate of many flows; bit 7 fragments without a
 * transport header.
 */
final class FlowTemplates {
    private static final int BIFLOW_BLOCK = 0x0100;
    private static final int FULL_BLOCK = 0x0200;
    private static final int UNIFLOW_BLOCK = 0x0300;
    private static final int SILK_BLOCK = 0x0500;
    private static final int FULL_OWN_BLOCK = 0x0600;
    private static final int FULL_OWN_TCP_BLOCK = 0x0700;

    private static final int HTTP_BLOCK = 0x0800;
    private static final int HTTP_OWN_BLOCK = 0x0900;
    private static final int SERVICE_BLOCK = 0x0A00;
    private static final int SERVICE_OWN_BLOCK = 0x0B00;

    private static final int SHAPES = 256;
    private static final int IDS_OF_A_BLOCK = 256;
    private static final int IPV6 = 1;
    private static final int KIND = 3 << 1;
    private static final int TCP = 0 << 1;
    private static final int PORTS = 1 << 1;
    private static final int ICMP = 2 << 1;
    private static final int OTHER = 3 << 1;
    private static final int VLAN_SHIFT = 3;
    private static final int MOST_VLANS = 2;
    private static final int ONE_WAY = 1 << 5;
    private static final int AGGREGATED = 1 << 6;
    private static final int FRAGMENTED = 1 << 7;

    private final IpfixProfile profile;
    private final long enterprise;
    private final Map<Spoken, FlowTemplate[]> byShape = new EnumMap<>(Spoken.class);

    FlowTemplates(IpfixProfile profile) {
        this(profile, 0);
    }

    /**
     * @param enterprise whose elements profile {@code full} has beside IANA's, 0 for nobody's; no other profile has any, because
     *     some collectors drop a template with an element they do not know
     */
    FlowTemplates(IpfixProfile profile, long enterprise) {
        this.profile = profile;
        this.enterprise = profile == IpfixProfile.FULL ? enterprise : 0;
        for (Spoken spoken : isFull() ? Spoken.values() : new Spoken[] {Spoken.UNKNOWN}) {
            FlowTemplate[] templates = new FlowTemplate[SHAPES];
            for (int shape = 0; shape < SHAPES; shape++) {
                templates[shape] = template(shape, spoken);
            }
            byShape.put(spoken, templates);
        }
    }

    /** What of a flow's content there is to be told. */
    private enum Spoken {
        /** Nothing, or nothing but what the port is known for. */
        UNKNOWN,
        /** A service, and in elements of our own names and fingerprints. */
        SERVICE,
        /** A service whose requests and answers are as HTTP's. */
        HTTP;

        static Spoken of(Flow flow) {
            Findings findings = flow.findings();
            boolean isKnown = findings.service() != null && !findings.isGuessed();
            if (!isKnown || !IpProtocol.hasPorts(flow.protocol()) || flow.isAggregate() || flow.isFragmentsOnly()) {
                return UNKNOWN;
            }
            return findings.has(Field.HTTP_METHOD) || findings.has(Field.HTTP_STATUS) ? HTTP : SERVICE;
        }
    }

    private FlowTemplate template(int shape, Spoken spoken) {
        boolean twoWay = (shape & ONE_WAY) == 0;
        FlowTemplate.Layout layout = new FlowTemplate.Layout(
                (shape & IPV6) != 0, twoWay && profile != IpfixProfile.UNIFLOW, twoWay && isFull(), enterprise);
        return new FlowTemplate(block(shape, spoken) + shape, sections(shape, spoken), layout);
    }

    /** How many data records of this template a flow record becomes. */
    static int recordsPerFlow(int template) {
        return (template & -IDS_OF_A_BLOCK) == UNIFLOW_BLOCK && (template & ONE_WAY) == 0 ? 2 : 1;
    }

    private int block(int shape, Spoken spoken) {
        return switch (spoken) {
            case HTTP -> hasOwn() ? HTTP_OWN_BLOCK : HTTP_BLOCK;
            case SERVICE -> hasOwn() ? SERVICE_OWN_BLOCK : SERVICE_BLOCK;
            case UNKNOWN -> block(shape);
        };
    }

    private int block(int shape) {
        return switch (profile) {
            case BIFLOW -> BIFLOW_BLOCK;
            case FULL -> hasOwn() ? isConnection(shape) ? FULL_OWN_TCP_BLOCK : FULL_OWN_BLOCK : FULL_BLOCK;
            case UNIFLOW -> UNIFLOW_BLOCK;
            case SILK -> SILK_BLOCK;
        };
    }

    /** Whether records have elements of our own, whose types are to be told before. */
    boolean hasOwn() {
        return enterprise != 0;
    }

    /** Every template of the profile that a flow can have. */
    List<FlowTemplate> all() {
        List<FlowTemplate> all = new ArrayList<>();
        byShape.forEach((spoken, templates) -> {
            for (int shape = 0; shape < SHAPES; shape++) {
                if (isPossible(shape) && (spoken == Spoken.UNKNOWN || isOfOneWithPorts(shape))) {
                    all.add(templates[shape]);
                }
            }
        });
        return all;
    }

    private static boolean isPossible(int shape) {
        boolean foldable = (shape & AGGREGATED) == 0 || (shape & KIND) == TCP;
        boolean headless = (shape & FRAGMENTED) == 0 || (shape & KIND) == OTHER;
        return vlans(shape) <= MOST_VLANS && foldable && headless;
    }

    private static boolean isOfOneWithPorts(int shape) {
        return (shape & (AGGREGATED | FRAGMENTED)) == 0 && ((shape & KIND) == TCP || (shape & KIND) == PORTS);
    }

    /** The template of that id, or null if it is none of the profile's. */
    @Nullable
    FlowTemplate withId(int id) {
        for (FlowTemplate[] templates : byShape.values()) {
            FlowTemplate template = templates[id & SHAPES - 1];
            if (template.id() == id) {
                return template;
            }
        }
        return null;
    }

    /** The template for a flow; {@code oneWay} if only one direction has packets. */
    FlowTemplate of(Flow flow, boolean oneWay) {
        int shape = flow.ipVersion() == 6 ? IPV6 : 0;
        shape |= flow.isFragmentsOnly() ? FRAGMENTED | OTHER : kind(flow.protocol());
        shape |= Math.min(flow.vlanCount(), MOST_VLANS) << VLAN_SHIFT;
        shape |= flow.isAggregate() ? AGGREGATED : 0;
        Spoken spoken = isFull() ? Spoken.of(flow) : Spoken.UNKNOWN;
        return Objects.requireNonNull(byShape.get(spoken))[oneWay ? shape | ONE_WAY : shape];
    }

    private static int kind(int protocol) {
        if (protocol == IpProtocol.TCP) {
            return TCP;
        }
        if (IpProtocol.hasPorts(protocol)) {
            return PORTS;
        }
        return IpProtocol.isIcmp(protocol) ? ICMP : OTHER;
    }

    private static int vlans(int shape) {
        return shape >> VLAN_SHIFT & 3;
    }

    /** What a record of the shape consists of, from its first section to its last. */
    private List<FlowSection> sections(int shape, Spoken spoken) {
        List<FlowSection> sections = new ArrayList<>();
        addKey(sections, shape);
        sections.addAll(times());
        sections.add(COUNTERS);
        if (isFull()) {
            sections.add(FRAME_OCTETS);
        }
        if ((shape & KIND) == TCP) {
            sections.addAll(tcp(shape));
        }
        if (isSilk()) {
            sections.add(CERT_ATTRIBUTES);
        }
        if ((shape & AGGREGATED) != 0) {
            sections.add(AGGREGATE);
        }
        sections.add(FLOW);
        sections.addAll(content(spoken));
        sections.add(SOURCE_MAC);
        if ((shape & ONE_WAY) == 0) {
            sections.add(DESTINATION_MAC);
        }
        if (hasOwn()) {
            sections.add(OWN_FLOW);
        }
        return sections;
    }

    /** What was said stands in place of class of service and hop limits: Wireshark reads no template of more than 60 fields. */
    private List<FlowSection> content(Spoken spoken) {
        return switch (spoken) {
            case UNKNOWN -> List.of(HEADERS);
            case HTTP -> List.of(SERVICE, FlowSection.HTTP);
            case SERVICE -> hasOwn() ? List.of(SERVICE, OWN_NAMES) : List.of(SERVICE);
        };
    }

    private List<FlowSection> times() {
        return switch (profile) {
            case BIFLOW, UNIFLOW -> List.of(TIMES, DURATION);
            case FULL -> List.of(TIMES, FINE_TIMES, DURATION);
            case SILK -> List.of(TIMES_OF_BOTH);
        };
    }

    /** An aggregate has no connection's state. */
    private static boolean isConnection(int shape) {
        return (shape & KIND) == TCP && (shape & AGGREGATED) == 0;
    }

    /** Wireshark reads no template of more than 60 fields, so our own take the place of the counts of flags. */
    private List<FlowSection> tcp(int shape) {
        return switch (profile) {
            case BIFLOW, UNIFLOW -> List.of(TCP_FLAGS);
            case FULL -> List.of(TCP_START, hasOwn() && isConnection(shape) ? OWN_TCP : TCP_COUNTS);
            case SILK -> List.of(TCP_FLAGS, CERT_FLAGS);
        };
    }

    private void addKey(List<FlowSection> sections, int shape) {
        sections.add((shape & IPV6) != 0 ? IPV6_ADDRESSES : IPV4_ADDRESSES);
        int kind = shape & KIND;
        if (kind == TCP || kind == PORTS) {
            sections.add(TRANSPORT_PORTS);
        }
        sections.add(PROTOCOL);
        if (kind == ICMP) {
            sections.addAll(isFull() ? List.of(ICMP_TYPE_CODE, ICMP_TYPE_AND_CODE) : List.of(ICMP_TYPE_CODE));
        }
        if ((shape & FRAGMENTED) != 0) {
            sections.add(FRAGMENTS);
        }
        if (vlans(shape) > 0) {
            sections.add(OUTER_VLAN);
        }
        if (vlans(shape) > 1) {
            sections.add(INNER_VLAN);
        }
        sections.add(INTERFACE);
    }

    private boolean isSilk() {
        return profile == IpfixProfile.SILK;
    }

    private boolean isFull() {
        return profile == IpfixProfile.FULL;
    }
}
