package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import vedette.capture.GivenCaptures;
import vedette.config.ConfigException;
import vedette.extract.NamedFlow;

@Command(
        name = "extract",
        description = "Cuts the packets of flows and alerts out of captures.",
        sortOptions = false,
        footer = {
            "",
            "The captures are metered as 'vedette replay' does it, so give the same --config and --set as there: then ids are those"
                    + " of its flows.jsonl and alerts.jsonl. They are read twice, for alerts three times; a pipe will do for --filter"
                    + " alone. Each packet is written as it was captured, in the order of capture, with a comment that says why.",
            "",
            "Exit code: 0 done; 1 it could not be done, or there is no such packet; 2 wrong usage or configuration.",
        })
final class ExtractCommand implements Callable<Integer> {
    private static final String ALERT_ID = "[0-9a-f]{32}";

    private final Console console;
    private final Shutdown shutdown;

    @Parameters(
            paramLabel = "CAPTURE",
            arity = "1..*",
            description = "pcap or pcapng, plain or packed with gzip or zstd: a file, a directory with all below it,"
                    + " a list of paths (@FILE), or - for standard input. Several are read as one, in time order.")
    private List<String> captures = new ArrayList<>();

    @Option(
            names = "--flow",
            paramLabel = "ID",
            description = "The packets of this flow: its flow_id or community_id. May be repeated.")
    private List<String> flows = new ArrayList<>();

    @Option(
            names = "--alert",
            paramLabel = "ID",
            description = "The packets of the flows that this alert is about: its alert.id. May be repeated.")
    private List<String> alerts = new ArrayList<>();

    @Option(
            names = {"-f", "--filter"},
            paramLabel = "BPF",
            description = "Only frames that pass this filter, in libpcap's language; by itself, all that do.")
    private @Nullable String filter;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            required = true,
            description = "Write them there, as pcapng whatever the name; - for standard output.")
    private String output = "";

    @Option(names = "--force", description = "Overwrite a file that exists.")
    private boolean force;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress, and no word of how many were written.")
    private boolean quiet;

    @Mixin
    private final ConfigOptions configuration = new ConfigOptions();

    ExtractCommand(Console console, Shutdown shutdown) {
        this.console = console;
        this.shutdown = shutdown;
    }

    @Override
    public Integer call() throws ConfigException, CommandException, IOException {
        if (flows.isEmpty() && alerts.isEmpty() && filter == null) {
            throw CommandException.usage("say what is to be cut out: --flow ID, --alert ID or --filter BPF");
        }
        for (String id : alerts) {
            if (!id.matches(ALERT_ID)) {
                throw CommandException.usage("--alert must be the 32 digits of an alert.id, was \"" + id + '"');
            }
        }
        List<NamedFlow> named = named();
        Extraction extraction = new Extraction(console, shutdown, configuration.read(), captures, filter, quiet);
        GivenCaptures given = new GivenCaptures(captures);
        return extraction.run(named, alerts, new ExtractOutput(console, output, force, given));
    }

    private List<NamedFlow> named() throws CommandException {
        List<NamedFlow> named = new ArrayList<>();
        for (String id : flows) {
            try {
                named.add(NamedFlow.of(id));
            } catch (IllegalArgumentException bad) {
                throw CommandException.usage("--flow " + bad.getMessage());
            }
        }
        return named;
    }
}
