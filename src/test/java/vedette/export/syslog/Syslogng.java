package vedette.export.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** syslog-ng, which Debian does not install beside rsyslog, so it runs from where its packages were unpacked. */
final class Syslogng extends SyslogReceiver {
    /** What the daemon needs and what the tests' other tools do not bring. */
    private static final DebianPackages PACKAGES = new DebianPackages(
            "syslog-ng", "syslog-ng-core", "libivykis0", "libnet1", "libwrap0", "libjson-c5", "libpcre3");

    Syslogng(Path folder, Map<Way, Integer> ports) {
        super(folder, ports);
    }

    @Override
    List<String> command() throws IOException, InterruptedException {
        return command(folder, configuration(modules().getFileName().toString()));
    }

    private static Path modules() throws IOException, InterruptedException {
        return DebianPackages.only(PACKAGES.unpacked().resolve("usr/lib/syslog-ng"), "[0-9]*");
    }

    /** The command that runs it with a configuration, in the foreground. */
    static List<String> command(Path folder, Path configuration) throws IOException, InterruptedException {
        Path root = PACKAGES.unpacked();
        return List.of(
                "env",
                "LD_LIBRARY_PATH=" + root.resolve("usr/lib/syslog-ng")
                        + ":" + DebianPackages.only(root.resolve("usr/lib"), "*-linux-gnu*")
                        + ":" + DebianPackages.only(root.resolve("lib"), "*-linux-gnu*"),
                root.resolve("usr/sbin/syslog-ng").toString(),
                "--foreground",
                "--no-caps",
                "--module-path=" + modules(),
                "--cfgfile=" + configuration,
                "--persist-file=" + folder.resolve("syslog-ng.persist"),
                "--pidfile=" + folder.resolve("syslog-ng.pid"),
                "--control=" + folder.resolve("syslog-ng.ctl"));
    }

    private Path configuration(String version) throws IOException {
        StringBuilder configuration = new StringBuilder("""
                @version: %s
                options { keep-hostname(yes); chain-hostnames(no); log-msg-size(65536); stats-freq(0); frac-digits(6); };
                """.formatted(version));
        ports.forEach((way, port) -> configuration.append("""
                log {
                  source { %s };
                  destination { file("%s" template("$(format-json --key PRI --key HOST --key PROGRAM --key PID --key MSGID \
                --key MSG --key ISODATE --key .SDATA.*)\\n")); };
                };
                """.formatted(source(way, port), file(way))));
        return Files.writeString(folder.resolve("syslog-ng.conf"), configuration);
    }

    /** Its source for RFC 5424 counts octets and nothing else; another splits at line ends. */
    private static String source(Way way, int port) {
        String at = " ip(\"127.0.0.1\") port(" + port + ")";
        return switch (way) {
            case UDP -> "syslog(transport(\"udp\")" + at + " so-rcvbuf(4194304) flags(no-multi-line));";
            case TCP -> "syslog(transport(\"tcp\")" + at + ");";
            case TCP_LINES -> "network(transport(\"tcp\")" + at + " flags(syslog-protocol));";
        };
    }

    @Override
    StrictSyslog.Message message(JsonNode line) {
        return message(
                line.path("PRI").asInt(),
                line.path("ISODATE"),
                line.path("HOST").asText(),
                line.path("PROGRAM").asText(),
                line.path("PID").asText(),
                line.path("MSGID").asText(),
                line.path("_SDATA"),
                line.path("MSG").asText());
    }
}
