package vedette.export.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import vedette.Tools;

/** rsyslog with its parser of structured data. */
public final class Rsyslogd extends SyslogReceiver {
    Rsyslogd(Path folder, Map<Way, Integer> ports) {
        super(folder, ports);
    }

    public Rsyslogd(Path folder, int udp, int tcp) {
        super(folder, Map.of(Way.UDP, udp, Way.TCP, tcp));
    }

    @Override
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
        StringBuilder configuration = new StringBuilder("""
                global(workDirectory="%s" maxMessageSize="64k")
                module(load="imudp")
                module(load="imptcp")
                module(load="mmpstrucdata")
                template(name="all" type="list") {
                  constant(value="{") property(outname="pri" name="pri" format="jsonf")
                  constant(value=",") property(outname="facility" name="syslogfacility-text" format="jsonf")
                  constant(value=",") property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
                  constant(value=",") property(outname="host" name="hostname" format="jsonf")
                  constant(value=",") property(outname="app" name="app-name" format="jsonf")
                  constant(value=",") property(outname="procid" name="procid" format="jsonf")
                  constant(value=",") property(outname="msgid" name="msgid" format="jsonf")
                  constant(value=",") property(outname="msg" name="msg" format="jsonf")
                  constant(value=",\\"all\\":") property(name="$!all-json")
                  constant(value="}\\n")
                }
                """.formatted(folder));
        ports.forEach((way, port) -> configuration.append(
                """
                ruleset(name="%1$s") {
                  action(type="mmpstrucdata" sd_name.lowercase="off")
                  action(type="omfile" file="%2$s" template="all")
                }
                input(type="%3$s" address="127.0.0.1" port="%4$d" ruleset="%1$s"%5$s)
                """.formatted(way.label(), file(way), input(way), port, way == Way.UDP ? " rcvbufSize=\"4m\"" : "")));
        return Files.writeString(folder.resolve("rsyslog.conf"), configuration);
    }

    /** The module for streams tells both framings apart by itself. */
    private static String input(Way way) {
        return switch (way) {
            case UDP -> "imudp";
            case TCP, TCP_LINES -> "imptcp";
        };
    }

    @Override
    List<JsonNode> lines(Way way) {
        List<JsonNode> lines = super.lines(way);
        lines.forEach(line -> ((ObjectNode) line).set("data", line.at("/all/rfc5424-sd")));
        return lines;
    }

    @Override
    StrictSyslog.Message message(JsonNode line) {
        return message(
                line.path("pri").asInt(),
                line.path("time"),
                line.path("host").asText(),
                line.path("app").asText(),
                line.path("procid").asText(),
                line.path("msgid").asText(),
                line.path("data"),
                line.path("msg").asText());
    }

    /** What has come over UDP and was kept so far. */
    public List<JsonNode> overUdp() {
        return lines(Way.UDP);
    }

    /** What has come over TCP and was kept so far. */
    public List<JsonNode> overTcp() {
        return lines(Way.TCP);
    }
}
