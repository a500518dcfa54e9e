package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import vedette.Tools;

/** What the package has beside the program. */
class ManualTest {
    private static final Path CONFIGURATION = Path.of("config/vedette.toml");

    @TempDir
    Path share;

    private final CommandLine commands = Main.commandLine(Console.ofProcess(), new Shutdown());

    @BeforeEach
    void write() throws IOException {
        Manual manual = new Manual(share);
        manual.writePages(CONFIGURATION);
        manual.writeCompletion();
    }

    /** The page as it is read, without its marks. */
    private String page(String name) throws IOException {
        try (InputStream packed =
                new GZIPInputStream(Files.newInputStream(share.resolve("man").resolve(name)))) {
            return new String(packed.readAllBytes(), UTF_8)
                    .replace("\\-", "-")
                    .replace("\\(aq", "'")
                    .replaceAll("\\\\f[BIR]", "")
                    .replace("\\e", "\\");
        }
    }

    private List<String> completions(String... words) throws Exception {
        String line = String.join(" ", words);
        String script = "compopt() { :; }; . " + share.resolve("bash-completion/completions/vedette") + "; COMP_WORDS=("
                + line + "); COMP_CWORD=" + (words.length - 1) + "; COMP_LINE='" + line
                + "'; COMP_POINT=${#COMP_LINE}; _complete_vedette; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Tools.Result completed = Tools.run(Tools.tool("bash"), "-c", script);
        assertThat(completed.err()).isEmpty();
        return completed.lines();
    }

    @Test
    void everyCommandHasAPageThatExplainsAllItsOptions() throws IOException {
        for (CommandLine command : commands.getSubcommands().values()) {
            String page = page("man1/vedette-" + command.getCommandName() + ".1.gz");
            assertThat(page).contains(command.getCommandSpec().usageMessage().description()[0]);
            for (OptionSpec option : command.getCommandSpec().options()) {
                assertThat(page).contains(option.names()).contains(option.description()[0]);
            }
        }
    }

    @Test
    void thePageOfTheProgramNamesAllCommands() throws IOException {
        assertThat(page("man1/vedette.1.gz"))
                .contains("COMMANDS")
                .contains(commands.getSubcommands().keySet());
    }

    @Test
    void thePageOfTheConfigurationExplainsEveryOption() throws IOException {
        String page = page("man5/vedette.toml.5.gz");
        List<String> options = Files.readAllLines(CONFIGURATION).stream()
                .filter(Pattern.compile("#?[a-z-]+ = .*").asMatchPredicate())
                .map(line -> line.replaceFirst("^#", ""))
                .toList();
        assertThat(options)
                .hasSizeGreaterThan(60)
                .allSatisfy(option -> assertThat(page).containsPattern("\\.TP\n" + Pattern.quote(option) + "\n[^.\n]"));
        assertThat(page).contains(".SS [detect.scan]\n", ".SS [[collector]]\n", ".SS [collector.tls]\n");
    }

    @Test
    void bashCompletesCommandsAndTheirOptions() throws Exception {
        assertThat(completions("vedette", "re")).containsExactly("replay", "report");
        assertThat(completions("vedette", "replay", "--fo")).containsExactly("--force", "--format");
    }
}
