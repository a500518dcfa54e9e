package vedette.daemon;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The manual page of a command, made of what the command says of itself. */
final class CommandPage {
    private final CommandLine command;
    private final CommandSpec spec;

    CommandPage(CommandLine command) {
        this.command = command;
        this.spec = command.getCommandSpec();
    }

    /** The page's own name: {@code vedette-replay} of {@code vedette replay}. */
    String name() {
        return spec.qualifiedName("-");
    }

    /** Words of the command's description up to the first stop, which is what a list of pages shows. */
    private static String brief(CommandSpec spec) {
        String description = description(spec);
        int stop = description.indexOf(". ");
        return (stop < 0 ? description : description.substring(0, stop)).replaceFirst("\\.$", "");
    }

    private static String description(CommandSpec spec) {
        return words(spec.usageMessage().description());
    }

    private static String words(String... lines) {
        return Arrays.stream(lines).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }

    @Override
    public String toString() {
        Roff page = new Roff(name(), 1);
        page.section("NAME").line(Roff.escape(name()) + " \\- " + Roff.escape(brief(spec)));
        page.section("SYNOPSIS").line(synopsis());
        page.section("DESCRIPTION").line(Roff.escape(description(spec)));
        for (String line : spec.usageMessage().footer()) {
            if (!line.isEmpty()) {
                page.paragraph(line);
            }
        }
        commands(page);
        options(page);
        around(page);
        return page.toString();
    }

    private String synopsis() {
        String synopsis = command.getHelp()
                .synopsis(0)
                .replaceAll("\\s+", " ")
                .replaceFirst("^" + spec.qualifiedName(), "")
                .strip();
        return Roff.bold(spec.qualifiedName()) + " " + Roff.escape(synopsis);
    }

    private void commands(Roff page) {
        if (spec.subcommands().isEmpty()) {
            return;
        }
        page.section("COMMANDS");
        spec.subcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .forEach(sub -> page.item(Roff.bold(sub.name()), description(sub)));
    }

    private void options(Roff page) {
        page.section("OPTIONS");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            page.item(Roff.italic(parameter.paramLabel()), explanation(parameter));
        }
        for (OptionSpec option : spec.options()) {
            page.item(names(option), explanation(option));
        }
    }

    private static String names(OptionSpec option) {
        String value = option.arity().max() == 0 ? "" : "=" + Roff.italic(option.paramLabel());
        return Arrays.stream(option.names())
                .map(name -> Roff.bold(name) + value)
                .collect(Collectors.joining(", "));
    }

    private static String explanation(ArgSpec argument) {
        return words(argument.description());
    }

    private void around(Roff page) {
        page.section("ENVIRONMENT");
        page.item(Roff.bold("VEDETTE_OPTS"), "Further options for the Java virtual machine, such as -Xmx2g.");
        page.section("FILES");
        page.item(Roff.italic("/etc/vedette/vedette.toml"), "The configuration, as vedette.toml(5) explains it.");
        page.section("SEE ALSO").line(String.join(", ", related()));
    }

    private List<String> related() {
        CommandLine top = command.getParent() == null ? command : command.getParent();
        Stream<String> commands = Stream.concat(Stream.of(top), top.getSubcommands().values().stream())
                .map(other -> new CommandPage(other).name())
                .filter(other -> !other.equals(name()))
                .map(other -> Roff.bold(other) + "(1)");
        return Stream.concat(commands, Stream.of(Roff.bold("vedette.toml") + "(5)"))
                .toList();
    }
}
