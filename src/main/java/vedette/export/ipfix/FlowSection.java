package vedette.export.ipfix;

import static vedette.export.ipfix.InformationElement.*;

import vedette.content.Field;
import vedette.export.CommunityId;
import vedette.export.IcmpAnswers;
import vedette.flow.Flow;
import vedette.net.TcpFlags;

/**
 * A part of the flow records: the fields that templates list for it, and below them how a record is given them, one field
 * after the other in the same order. What is {@code both} is followed by its reverse where the template has all reverse
 * elements, what is a {@code counter} in every biflow.
 */
enum FlowSection {
    IPV4_ADDRESSES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(SOURCE_IPV4_ADDRESS).one(DESTINATION_IPV4_ADDRESS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put32((int) addressLo(flow, own));
            record.put32((int) addressLo(flow, other));
        }
    },

    IPV6_ADDRESSES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(SOURCE_IPV6_ADDRESS).one(DESTINATION_IPV6_ADDRESS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put64(addressHi(flow, own));
            record.put64(addressLo(flow, own));
            record.put64(addressHi(flow, other));
            record.put64(addressLo(flow, other));
        }
    },

    TRANSPORT_PORTS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(SOURCE_TRANSPORT_PORT).one(DESTINATION_TRANSPORT_PORT);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put16(port(flow, own));
            record.put16(port(flow, other));
        }
    },

    PROTOCOL {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(PROTOCOL_IDENTIFIER).one(IP_VERSION);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put8(flow.protocol());
            record.put8(flow.ipVersion());
        }
    },

    ICMP_TYPE_CODE {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(layout.isIpv6() ? ICMP_TYPE_CODE_IPV6 : ICMP_TYPE_CODE_IPV4);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put8(IcmpAnswers.type(flow, own));
            record.put8(flow.responderPort());
        }
    },

    /** Type and code once more, each in an element of its own. */
    ICMP_TYPE_AND_CODE {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(layout.isIpv6() ? ICMP_TYPE_IPV6 : ICMP_TYPE_IPV4)
                    .one(layout.isIpv6() ? ICMP_CODE_IPV6 : ICMP_CODE_IPV4);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            ICMP_TYPE_CODE.put(record, flow, own, other);
        }
    },

    /** In place of what only the transport header tells, which never came. */
    FRAGMENTS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(FRAGMENT_IDENTIFICATION).one(FRAGMENT_FLAGS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put32(flow.fragmentIdentification());
            record.put8(flow.fragmentFlags());
        }
    },

    OUTER_VLAN {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(DOT1Q_VLAN_ID).one(VLAN_ID);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put16(flow.outerVlan());
            record.put16(flow.outerVlan());
        }
    },

    INNER_VLAN {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(DOT1Q_CUSTOMER_VLAN_ID);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put16(flow.innerVlan());
        }
    },

    INTERFACE {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(INGRESS_INTERFACE).one(OBSERVATION_POINT_ID);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            int ifIndex = record.ifIndex(flow.observationPoint());
            record.put32(ifIndex);
            record.put64(ifIndex);
        }
    },

    TIMES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.both(FLOW_START_MILLISECONDS).both(FLOW_END_MILLISECONDS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth64(flow.firstNs(own) / NS_PER_MS, flow.firstNs(other) / NS_PER_MS);
            record.putBoth64(flow.lastNs(own) / NS_PER_MS, flow.lastNs(other) / NS_PER_MS);
        }
    },

    /** Times of the flow, whichever direction's they are: SiLK takes the end of a biflow for that of both its halves. */
    TIMES_OF_BOTH {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(FLOW_START_MILLISECONDS).one(FLOW_END_MILLISECONDS).one(FLOW_DURATION_MILLISECONDS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            long startMs = flow.startNs() / NS_PER_MS;
            long endMs = flow.endNs() / NS_PER_MS;
            record.put64(startMs);
            record.put64(endMs);
            record.put32((int) Math.min(endMs - startMs, MOST_UNSIGNED32));
        }
    },

    FINE_TIMES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.both(FLOW_START_NANOSECONDS).both(FLOW_END_NANOSECONDS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth64(ntp(flow.firstNs(own)), ntp(flow.firstNs(other)));
            record.putBoth64(ntp(flow.lastNs(own)), ntp(flow.lastNs(other)));
        }
    },

    DURATION {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.both(FLOW_DURATION_MILLISECONDS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth32(durationMs(flow, own), durationMs(flow, other));
        }
    },

    COUNTERS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.counter(OCTET_DELTA_COUNT).counter(PACKET_DELTA_COUNT);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putCounter(flow.octets(own), flow.octets(other));
            record.putCounter(flow.packets(own), flow.packets(other));
        }
    },

    FRAME_OCTETS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.counter(LAYER2_OCTET_DELTA_COUNT);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putCounter(flow.frameOctets(own), flow.frameOctets(other));
        }
    },

    /** One field for the flags: of a biflow it shows both directions', for a reset is to be seen whoever sent it. */
    TCP_FLAGS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.sized(TCP_CONTROL_BITS, 1); // nfacctd 1.7.7 reads no other length; RFC 7125 §3 allows it
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put8(record.isBiflow() ? flow.tcpFlags(own) | flow.tcpFlags(other) : flow.tcpFlags(own));
        }
    },

    TCP_START {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.both(TCP_CONTROL_BITS).both(TCP_SEQUENCE_NUMBER).both(TCP_WINDOW_SIZE);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth16(flow.tcpFlags(own), flow.tcpFlags(other));
            record.putBoth32(flow.initialSequence(own), flow.initialSequence(other));
            record.putBoth16(flow.initialWindow(own), flow.initialWindow(other));
        }
    },

    TCP_COUNTS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.sized(TCP_SYN_TOTAL_COUNT, 4)
                    .sized(TCP_FIN_TOTAL_COUNT, 4)
                    .sized(TCP_RST_TOTAL_COUNT, 4)
                    .sized(TCP_PSH_TOTAL_COUNT, 4)
                    .sized(TCP_ACK_TOTAL_COUNT, 4)
                    .sized(TCP_URG_TOTAL_COUNT, 4);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth32(flow.synCount(own), flow.synCount(other));
            record.putBoth32(flow.finCount(own), flow.finCount(other));
            record.putBoth32(flow.rstCount(own), flow.rstCount(other));
            record.putBoth32(flow.pshCount(own), flow.pshCount(other));
            record.putBoth32(flow.ackCount(own), flow.ackCount(other));
            record.putBoth32(flow.urgCount(own), flow.urgCount(other));
        }
    },

    /** The flags of the first packet and those of the others apart, as SiLK has them. */
    CERT_FLAGS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.cert(CertElement.INITIAL_TCP_FLAGS, 1).cert(CertElement.UNION_TCP_FLAGS, 1);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putPair8(initialFlags(flow, own), initialFlags(flow, other));
            record.putPair8(laterFlags(flow, own), laterFlags(flow, other));
        }
    },

    CERT_ATTRIBUTES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.cert(CertElement.FLOW_ATTRIBUTES, 2);
            if (layout.isBiflow()) {
                layout.cert(CertElement.REVERSE_FLOW_DELTA_MILLISECONDS, 4);
            }
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put16(attributes(flow, own));
            if (record.isBiflow()) {
                record.put16(attributes(flow, other));
                long delayMs = flow.firstNs(other) / NS_PER_MS - flow.startNs() / NS_PER_MS;
                record.put32((int) Math.min(delayMs, MOST_UNSIGNED32));
            }
        }
    },

    /** A connection's state and handshake, and what went wrong on its way; in elements of our own. */
    OWN_TCP {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.own(FlowElement.TCP_STATE, STATE_LENGTH)
                    .own(FlowElement.TCP_HISTORY, Flow.HISTORY_LENGTH)
                    .own(FlowElement.SYN_ACK_DELAY, 4)
                    .own(FlowElement.ACK_DELAY, 4)
                    .own(FlowElement.RETRANSMITTED, 4)
                    .own(FlowElement.OUT_OF_ORDER, 4)
                    .own(FlowElement.DUPLICATE_ACKS, 4)
                    .own(FlowElement.ZERO_WINDOWS, 4)
                    .own(FlowElement.MISSED_OCTETS, 8);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putText(flow.tcpState().name(), STATE_LENGTH);
            record.putHistory(flow);
            record.put32(delay(flow.synAckMicros()));
            record.put32(delay(flow.ackMicros()));
            record.putBoth32(flow.retransmitted(own), flow.retransmitted(other));
            record.putBoth32(flow.outOfOrder(own), flow.outOfOrder(other));
            record.putBoth32(flow.duplicateAcks(own), flow.duplicateAcks(other));
            record.putBoth32(flow.zeroWindows(own), flow.zeroWindows(other));
            record.putBoth64(flow.missedOctets(own), flow.missedOctets(other));
        }
    },

    /** In elements of our own. */
    OWN_FLOW {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.own(FlowElement.FLOW_PART, 4).own(FlowElement.COMMUNITY_ID, CommunityId.LENGTH);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put32(flow.part());
            record.putCommunityId(flow);
        }
    },

    AGGREGATE {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(ORIGINAL_FLOWS_PRESENT).one(DISTINCT_COUNT_OF_SOURCE_IP_ADDRESS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put64(flow.originalFlows());
            record.put64(flow.distinctSources());
        }
    },

    FLOW {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(FLOW_END_REASON).one(BIFLOW_DIRECTION).one(FLOW_ID);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put8(flow.endReason().code());
            record.put8(biflowDirection(flow, own));
            record.put64(flow.flowId());
        }
    },

    HEADERS {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.both(IP_CLASS_OF_SERVICE).both(MINIMUM_TTL).both(MAXIMUM_TTL);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putBoth8(flow.trafficClass(own), flow.trafficClass(other));
            record.putBoth8(flow.minTtl(own), flow.minTtl(other));
            record.putBoth8(flow.maxTtl(own), flow.maxTtl(other));
        }
    },

    SOURCE_MAC {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(SOURCE_MAC_ADDRESS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put48(flow.mac(own));
        }
    },

    DESTINATION_MAC {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(DESTINATION_MAC_ADDRESS);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.put48(flow.mac(other));
        }
    },

    /** What the flow speaks. */
    SERVICE {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.text(APPLICATION_NAME);
        }

        @Override
        void listTexts(FlowTexts texts, Flow flow) {
            texts.add(String.valueOf(flow.findings().service()));
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putNextText();
        }
    },

    /** The first request, and how it was answered; 0 if it was not. */
    HTTP {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.one(HTTP_STATUS_CODE)
                    .text(HTTP_REQUEST_METHOD)
                    .text(HTTP_REQUEST_HOST)
                    .text(HTTP_USER_AGENT);
        }

        @Override
        void listTexts(FlowTexts texts, Flow flow) {
            texts.add(flow.findings(), Field.HTTP_METHOD);
            texts.add(flow.findings(), Field.HTTP_HOST);
            texts.add(flow.findings(), Field.HTTP_USER_AGENT);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            String status = flow.findings().text(Field.HTTP_STATUS);
            record.put16(status == null ? 0 : Integer.parseInt(status));
            record.putNextText();
            record.putNextText();
            record.putNextText();
        }
    },

    /** The name that was asked for, and fingerprints; in elements of our own. */
    OWN_NAMES {
        @Override
        void list(FlowTemplate.Layout layout) {
            layout.ownText(FlowElement.REQUESTED_NAME)
                    .ownText(FlowElement.JA3)
                    .ownText(FlowElement.JA3S)
                    .ownText(FlowElement.JA4);
        }

        @Override
        void listTexts(FlowTexts texts, Flow flow) {
            texts.add(flow.findings(), Field.TLS_SNI, Field.DNS_NAME);
            texts.add(flow.findings(), Field.TLS_JA3);
            texts.add(flow.findings(), Field.TLS_JA3S);
            texts.add(flow.findings(), Field.TLS_JA4);
        }

        @Override
        void put(FlowRecord record, Flow flow, int own, int other) {
            record.putNextText();
            record.putNextText();
            record.putNextText();
            record.putNextText();
        }
    };

    /** Octets of the longest name of a connection's state. */
    private static final int STATE_LENGTH = 6;

    private static final int ARBITRARY = 0;
    private static final int INITIATOR = 1;
    private static final int REVERSE_INITIATOR = 2;

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long SECONDS_FROM_1900_TO_1970 = 2_208_988_800L;
    private static final long MOST_UNSIGNED32 = 0xFFFF_FFFFL;

    /** Lists the fields. */
    abstract void list(FlowTemplate.Layout layout);

    /** Lists the texts of those fields that say their own length, in their order. */
    void listTexts(FlowTexts texts, Flow flow) {}

    /**
     * Writes the fields.
     *
     * @param own the record's own direction, which its elements are of
     * @param other the other one, which its reverse elements are of
     */
    abstract void put(FlowRecord record, Flow flow, int own, int other);

    private static int port(Flow flow, int side) {
        return side == Flow.FORWARD ? flow.initiatorPort() : flow.responderPort();
    }

    private static long addressHi(Flow flow, int side) {
        return side == Flow.FORWARD ? flow.initiatorHi() : flow.responderHi();
    }

    private static long addressLo(Flow flow, int side) {
        return side == Flow.FORWARD ? flow.initiatorLo() : flow.responderLo();
    }

    private static int durationMs(Flow flow, int direction) {
        long ms = flow.lastNs(direction) / NS_PER_MS - flow.firstNs(direction) / NS_PER_MS;
        return (int) Math.min(ms, MOST_UNSIGNED32);
    }

    private static int delay(long micros) {
        return (int) Math.min(Math.max(0, micros), MOST_UNSIGNED32);
    }

    /** 0 where the flow's first packet is not this record's. */
    private static int initialFlags(Flow flow, int direction) {
        return flow.part() == 1 && !flow.isAggregate() ? flow.firstTcpFlags(direction) : 0;
    }

    /** Of the two flags that are not counted, only those that the first packet did not have are known to have come later. */
    private static int laterFlags(Flow flow, int direction) {
        int initial = initialFlags(flow, direction);
        return flow.tcpFlags(direction) & ~initial
                | later(TcpFlags.SYN, initial, flow.synCount(direction))
                | later(TcpFlags.FIN, initial, flow.finCount(direction))
                | later(TcpFlags.RST, initial, flow.rstCount(direction))
                | later(TcpFlags.PSH, initial, flow.pshCount(direction))
                | later(TcpFlags.ACK, initial, flow.ackCount(direction))
                | later(TcpFlags.URG, initial, flow.urgCount(direction));
    }

    /** The flag if the first packet had it and another one too. */
    private static int later(int flag, int initial, int count) {
        return (initial & flag) != 0 && Integer.compareUnsigned(count, 1) > 0 ? flag : 0;
    }

    private static int attributes(Flow flow, int direction) {
        return flow.outOfOrder(direction) != 0 ? CertElement.OUT_OF_SEQUENCE : 0;
    }

    /**
     * NTP timestamp (RFC 7011 §6.1.10). The fraction is rounded up: rounded down, it would read as the nanosecond before.
     */
    static long ntp(long ns) {
        long fraction = ((ns % NS_PER_S << Integer.SIZE) + NS_PER_S - 1) / NS_PER_S;
        return (ns / NS_PER_S + SECONDS_FROM_1900_TO_1970 << Integer.SIZE) + fraction;
    }

    private static int biflowDirection(Flow flow, int direction) {
        if (flow.isDirectionGuessed()) {
            return ARBITRARY;
        }
        return direction == Flow.FORWARD ? INITIATOR : REVERSE_INITIATOR;
    }
}
