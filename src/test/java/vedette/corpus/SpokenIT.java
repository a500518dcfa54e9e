package vedette.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import vedette.content.Field;
import vedette.content.Service;
import vedette.corpus.Conversation.End;
import vedette.corpus.Spoken.Said;

/**
 * Services, names and fingerprints held against those of three other meters. What differs and why is told in
 * {@code src/docs/content.md}, "Against other meters".
 */
class SpokenIT {
    private static final double ENOUGH = 0.95;

    /** By nDPI's name for what is spoken, which stands before the name of who speaks it. */
    private static final Map<String, Service> NDPI = Map.ofEntries(
            Map.entry("HTTP", Service.HTTP),
            Map.entry("HTTP_Proxy", Service.HTTP),
            Map.entry("TLS", Service.TLS),
            Map.entry("IMAPS", Service.TLS),
            Map.entry("SMTPS", Service.TLS),
            Map.entry("DTLS", Service.DTLS),
            Map.entry("QUIC", Service.QUIC),
            Map.entry("DNS", Service.DNS),
            Map.entry("MDNS", Service.MDNS),
            Map.entry("LLMNR", Service.LLMNR),
            Map.entry("SSH", Service.SSH),
            Map.entry("SMTP", Service.SMTP),
            Map.entry("FTP_CONTROL", Service.FTP),
            Map.entry("POP3", Service.POP3),
            Map.entry("IMAP", Service.IMAP),
            Map.entry("SMBv1", Service.SMB),
            Map.entry("SMBv23", Service.SMB),
            Map.entry("RDP", Service.RDP),
            Map.entry("NTP", Service.NTP),
            Map.entry("DHCP", Service.DHCP),
            Map.entry("DHCPV6", Service.DHCPV6),
            Map.entry("MQTT", Service.MQTT),
            Map.entry("SSDP", Service.SSDP),
            Map.entry("SIP", Service.SIP),
            Map.entry("RTSP", Service.RTSP),
            Map.entry("SNMP", Service.SNMP),
            Map.entry("VNC", Service.RFB),
            Map.entry("MySQL", Service.MYSQL),
            Map.entry("PostgreSQL", Service.PGSQL));

    /** Here names are told of flows with several questions, and octets of them changed at random. */
    private static final String OF_BROKEN_OCTETS = "fuzz-2006-06-26-2594.pcap.out";

    private static final Map<String, Service> ZEEK = Map.ofEntries(
            Map.entry("http", Service.HTTP),
            Map.entry("ssl", Service.TLS),
            Map.entry("quic,ssl", Service.QUIC),
            Map.entry("quic", Service.QUIC),
            Map.entry("dns", Service.DNS),
            Map.entry("ssh", Service.SSH),
            Map.entry("smtp", Service.SMTP),
            Map.entry("ftp", Service.FTP),
            Map.entry("pop3", Service.POP3),
            Map.entry("imap", Service.IMAP),
            Map.entry("ntp", Service.NTP),
            Map.entry("dhcp", Service.DHCP),
            Map.entry("rdp", Service.RDP),
            Map.entry("smb", Service.SMB));

    private static final Map<String, Service> ARKIME = Map.ofEntries(
            Map.entry("http", Service.HTTP),
            Map.entry("http2", Service.HTTP2),
            Map.entry("tls", Service.TLS),
            Map.entry("dtls", Service.DTLS),
            Map.entry("quic", Service.QUIC),
            Map.entry("dns", Service.DNS),
            Map.entry("mdns", Service.MDNS),
            Map.entry("llmnr", Service.LLMNR),
            Map.entry("nbns", Service.NETBIOS_NS),
            Map.entry("ssh", Service.SSH),
            Map.entry("smtp", Service.SMTP),
            Map.entry("ftp", Service.FTP),
            Map.entry("imap", Service.IMAP),
            Map.entry("smb", Service.SMB),
            Map.entry("rdp", Service.RDP),
            Map.entry("ntp", Service.NTP),
            Map.entry("dhcp", Service.DHCP),
            Map.entry("dhcpv6", Service.DHCPV6),
            Map.entry("mqtt", Service.MQTT),
            Map.entry("sip", Service.SIP),
            Map.entry("snmp", Service.SNMP),
            Map.entry("stun", Service.STUN),
            Map.entry("mysql", Service.MYSQL),
            Map.entry("postgresql", Service.PGSQL),
            Map.entry("syslog", Service.SYSLOG),
            Map.entry("tftp", Service.TFTP));

    private static final Pattern NDPI_FLOW =
            Pattern.compile("\\t\\d+\\t(TCP|UDP) \\[?([^ \\]]+?)\\]?:(\\d+) <?-> \\[?([^ \\]]+?)\\]?:(\\d+) "
                    + ".*?\\[proto: [\\d.]+/([^\\].]+)[^\\]]*\\].*?\\[Confidence: DPI\\].*");

    @BeforeEach
    void theCorpusIsThere() {
        Corpus.require();
    }

    @Test
    void ndpiNamesTheSameServicesServersAndFingerprints() throws Exception {
        Spoken ndpi = new Spoken("nDPI", SpokenIT::withoutNameAndAlpn);
        for (Corpus.Told told : Corpus.toldBy("ndpi")) {
            ndpi.hold(told.capture(), told.name(), ndpi(told.truth()));
        }
        System.out.println(ndpi);
        assertThat(ndpi.captures()).isGreaterThan(190);
        assertThat(ndpi.flows()).isGreaterThan(1500);
        assertThat(ndpi.equalPart()).as(ndpi.toString()).isGreaterThanOrEqualTo(ENOUGH);
        for (Field field :
                List.of(Field.TLS_SNI, Field.TLS_JA3, Field.TLS_JA3S, Field.TLS_JA4, Field.HTTP_HOST, Field.DNS_NAME)) {
            assertThat(ndpi.equalPart(field)).as("%s: %s", field, ndpi).isGreaterThanOrEqualTo(ENOUGH);
        }
    }

    @Test
    void zeekNamesTheSameServices() throws Exception {
        Spoken zeek = new Spoken("Zeek", ja4 -> ja4);
        for (Corpus.Told told : Corpus.toldBy("zeek")) {
            zeek.hold(told.capture(), told.name(), zeek(told.truth()));
        }
        System.out.println(zeek);
        assertThat(zeek.flows()).isGreaterThan(60);
        assertThat(zeek.equalPart()).as(zeek.toString()).isGreaterThanOrEqualTo(ENOUGH);
    }

    @Test
    void arkimeNamesTheSameServicesAndServers() throws Exception {
        Spoken arkime = new Spoken("Arkime", ja4 -> ja4);
        for (Corpus.Told told : Corpus.toldBy("arkime")) {
            arkime.hold(told.capture(), told.name(), arkime(told.truth()));
        }
        System.out.println(arkime);
        assertThat(arkime.flows()).isGreaterThan(150);
        assertThat(arkime.equalPart()).as(arkime.toString()).isGreaterThanOrEqualTo(ENOUGH);
        for (Field field : List.of(Field.TLS_JA3, Field.TLS_JA4, Field.HTTP_HOST, Field.DNS_NAME)) {
            assertThat(arkime.equalPart(field)).as("%s: %s", field, arkime).isGreaterThanOrEqualTo(ENOUGH);
        }
    }

    private static List<Said> ndpi(Path output) throws IOException {
        List<Said> all = new ArrayList<>();
        for (String line : Files.readAllLines(output, StandardCharsets.ISO_8859_1)) {
            Matcher flow = NDPI_FLOW.matcher(line);
            Service service = flow.matches() ? NDPI.get(flow.group(6)) : null;
            if (service != null) {
                Map<Field, List<String>> texts = new EnumMap<>(Field.class);
                Field name = nameOf(service);
                if (name != null && !output.endsWith(OF_BROKEN_OCTETS)) {
                    Spoken.put(texts, name, value(line, "Hostname/SNI"));
                }
                Spoken.put(texts, Field.TLS_JA3, value(line, "JA3C"));
                Spoken.put(texts, Field.TLS_JA3S, withoutRemark(value(line, "JA3S")));
                Spoken.put(texts, Field.TLS_JA4, value(line, "JA4"));
                int protocol = flow.group(1).equals("TCP") ? 6 : 17;
                all.add(new Said(between(protocol, flow), service, texts));
            }
        }
        return all;
    }

    /** nDPI remarks on what a server chose. */
    private static @Nullable String withoutRemark(@Nullable String text) {
        return text == null ? null : text.replaceFirst(" .*", "");
    }

    /**
     * nDPI of then has "d" too where no server is named, "i" where an address is, and the second letter of the ALPN for the
     * last.
     */
    private static String withoutNameAndAlpn(String ja4) {
        return ja4.substring(0, 3) + ja4.substring(4, 8) + ja4.substring(10);
    }

    private static Conversation between(int protocol, Matcher flow) {
        return Conversation.between(
                protocol,
                End.of(NdpiOutput.address(flow.group(2)), Integer.parseInt(flow.group(3))),
                End.of(NdpiOutput.address(flow.group(4)), Integer.parseInt(flow.group(5))));
    }

    private static @Nullable Field nameOf(Service service) {
        return switch (service) {
            case TLS, QUIC, DTLS -> Field.TLS_SNI;
            case HTTP -> Field.HTTP_HOST;
            case DNS, LLMNR -> Field.DNS_NAME;
            default -> null;
        };
    }

    private static @Nullable String value(String line, String key) {
        int at = line.indexOf("[" + key + ": ");
        int from = at + key.length() + 3;
        return at < 0 ? null : line.substring(from, line.indexOf(']', from));
    }

    private static List<Said> zeek(Path log) throws IOException {
        List<Said> all = new ArrayList<>();
        List<String> names = List.of();
        for (String line : Files.readAllLines(log)) {
            List<String> fields = Arrays.asList(line.split("\t"));
            if (line.startsWith("#fields")) {
                names = fields.subList(1, fields.size());
            } else if (!line.startsWith("#") && names.contains("service") && names.contains("proto")) {
                Service service = ZEEK.get(fields.get(names.indexOf("service")));
                int proto = names.indexOf("proto");
                int tunnel = names.indexOf("tunnel_parents");
                boolean outside = tunnel < 0 || List.of("-", "(empty)").contains(fields.get(tunnel));
                if (service != null && outside) {
                    End one = End.of(fields.get(proto - 4), Integer.parseInt(fields.get(proto - 3)));
                    End other = End.of(fields.get(proto - 2), Integer.parseInt(fields.get(proto - 1)));
                    int protocol = fields.get(proto).equals("tcp") ? 6 : 17;
                    all.add(new Said(
                            Conversation.between(protocol, one, other), atPort(service, other.port()), Map.of()));
                }
            }
        }
        return all;
    }

    /** Zeek calls everything DNS that has its messages. */
    private static Service atPort(Service service, int port) {
        if (service != Service.DNS) {
            return service;
        }
        return switch (port) {
            case 5353 -> Service.MDNS;
            case 5355 -> Service.LLMNR;
            case 137 -> Service.NETBIOS_NS;
            default -> Service.DNS;
        };
    }

    private static List<Said> arkime(Path sessions) throws IOException {
        List<Said> all = new ArrayList<>();
        for (JsonNode session : new ObjectMapper().readTree(sessions.toFile()).path("sessions3")) {
            JsonNode body = session.path("body");
            List<Service> services = new ArrayList<>();
            body.path("protocol").forEach(name -> {
                Service service = ARKIME.get(name.asText());
                if (service != null) {
                    services.add(service);
                }
            });
            int protocol = body.path("ipProtocol").asInt();
            if (services.size() == 1
                    && (protocol == 6 || protocol == 17)
                    && body.path("source").has("ip")) {
                all.add(new Said(
                        Conversation.between(protocol, end(body.path("source")), end(body.path("destination"))),
                        services.get(0),
                        texts(services.get(0), body)));
            }
        }
        return all;
    }

    private static Map<Field, List<String>> texts(Service service, JsonNode body) {
        Map<Field, List<String>> texts = new EnumMap<>(Field.class);
        if (service == Service.HTTP) {
            putAll(texts, Field.HTTP_HOST, body.path("http").path("host"));
        } else if (service == Service.DNS) {
            body.path("dns")
                    .forEach(query -> Spoken.put(
                            texts,
                            Field.DNS_NAME,
                            asSent(query.path("queryHost").asText())));
        } else if (service == Service.TLS) {
            putAll(texts, Field.TLS_JA3, body.path("tls").path("ja3"));
            putAll(texts, Field.TLS_JA4, body.path("tls").path("ja4"));
            putAll(texts, Field.TLS_JA3S, body.path("tls").path("ja3s"));
        }
        return texts;
    }

    /** Arkime writes names in the letters of their language. */
    private static String asSent(String name) {
        return name.chars().allMatch(c -> c < 0x80) ? name : IDN.toASCII(name);
    }

    private static void putAll(Map<Field, List<String>> texts, Field field, JsonNode values) {
        values.forEach(value -> Spoken.put(texts, field, value.asText()));
    }

    private static End end(JsonNode node) {
        return End.of(node.path("ip").asText(), node.path("port").asInt());
    }
}
