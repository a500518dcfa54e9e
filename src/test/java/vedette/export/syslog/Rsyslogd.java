package vedette.export.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import vedette.Tools;

/** A configuration of rsyslog that takes messages on loopback, and what it makes of them: structured data taken apart. */
public final class Rsyslogd {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final int udp;
    private final int tcp;

    public Rsyslogd(Path folder, int udp, int tcp) {
        this.folder = folder;
        this.udp = udp;
        this.tcp = tcp;
    }

    /** The command that runs it in the foreground. */
    public List<String> command() throws IOException {
        return List.of(
                Tools.tool("rsyslogd"),
                "-n",
                "-f",
                configuration().toString(),
                "-i",
                folder.resolve("rsyslog.pid").toString());
    }

    private Path configuration() throws IOException {
        return Files.writeString(folder.resolve("rsyslog.conf"), """
                global(workDirectory="%1$s" maxMessageSize="64k")
                module(load="imudp")
                module(load="imptcp")
                module(load="mmpstrucdata")
                template(name="all" type="list") {
                  constant(value="{") property(outname="sev" name="syslogseverity-text" format="jsonf")
                  constant(value=",") property(outname="facility" name="syslogfacility-text" format="jsonf")
                  constant(value=",") property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
                  constant(value=",") property(outname="host" name="hostname" format="jsonf")
                  constant(value=",") property(outname="app" name="app-name" format="jsonf")
                  constant(value=",") property(outname="procid" name="procid" format="jsonf")
                  constant(value=",") property(outname="msgid" name="msgid" format="jsonf")
                  constant(value=",") property(outname="msg" name="msg" format="jsonf")
                  constant(value=",\\"data\\":") property(name="$!rfc5424-sd")
                  constant(value="}\\n")
                }
                ruleset(name="datagrams") {
                  action(type="mmpstrucdata")
                  action(type="omfile" file="%1$s/udp.json" template="all")
                }
                ruleset(name="streams") {
                  action(type="mmpstrucdata")
                  action(type="omfile" file="%1$s/tcp.json" template="all")
                }
                input(type="imudp" address="127.0.0.1" port="%2$d" ruleset="datagrams")
                input(type="imptcp" address="127.0.0.1" port="%3$d" ruleset="streams" supportOctetCountedFraming="on")
                """.formatted(folder, udp, tcp));
    }

    /** What has come over UDP and was kept so far. */
    public List<JsonNode> overUdp() {
        return kept("udp.json");
    }

    /** What has come over TCP and was kept so far. */
    public List<JsonNode> overTcp() {
        return kept("tcp.json");
    }

    private List<JsonNode> kept(String file) {
        List<JsonNode> kept = new ArrayList<>();
        try (Stream<String> lines = Files.lines(folder.resolve(file))) {
            for (String line : (Iterable<String>) lines::iterator) {
                kept.add(JSON.readTree(line));
            }
        } catch (IOException e) {
            // Not there yet, or its last line is not whole.
        }
        return kept;
    }
}
