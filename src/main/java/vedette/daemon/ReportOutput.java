package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.report.page.HtmlPage;
import vedette.report.page.MarkdownPage;
import vedette.report.page.Page;

/** Where a report is written, and as what. */
final class ReportOutput {
    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final @Nullable String html;
    private final @Nullable String markdown;

    /**
     * @param output of {@code -o}
     * @param markdown of {@code --markdown}
     */
    ReportOutput(Console console, @Nullable String output, @Nullable String markdown) throws CommandException {
        this.console = console;
        boolean isText = output != null && isMarkdown(output);
        if (isText && markdown != null) {
            throw CommandException.usage("-o " + output + " and --markdown " + markdown
                    + " both say where the Markdown goes; let -o name a .html, or leave one out");
        }
        this.html = isText ? null : output;
        this.markdown = isText ? output : markdown;
        if (output == null && markdown == null) {
            throw CommandException.usage(
                    "say where the report goes: -o FILE.html, -o FILE.md, or -o - for standard" + " output");
        }
        if (STANDARD_OUTPUT.equals(html) && STANDARD_OUTPUT.equals(markdown)) {
            throw CommandException.usage("HTML and Markdown cannot both go to standard output");
        }
    }

    private static boolean isMarkdown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".md") || lower.endsWith(".markdown");
    }

    /** Looks whether the files can be made, and whether they would take the place of what is there. */
    void check(boolean overwrite, Collection<String> captures) throws CommandException {
        check(html, overwrite, captures);
        check(markdown, overwrite, captures);
    }

    private static void check(@Nullable String name, boolean overwrite, Collection<String> captures)
            throws CommandException {
        if (name == null || name.equals(STANDARD_OUTPUT)) {
            return;
        }
        Path file = Path.of(name);
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw CommandException.failed("cannot write " + name + ": it is a directory; name a file in it");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw CommandException.failed("cannot write " + name + ": no such directory");
        }
        for (String capture : captures) {
            if (isSame(file, capture)) {
                throw CommandException.failed("cannot write " + name + ": that is the capture; choose another name");
            }
        }
        if (!overwrite && Files.exists(file)) {
            throw CommandException.failed(name + " exists; choose another name, or overwrite it with --force");
        }
    }

    private static boolean isSame(Path file, String capture) {
        try {
            Path other = Path.of(capture);
            return Files.exists(file) && Files.exists(other) && Files.isSameFile(file, other);
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    void write(Page page) throws CommandException {
        if (html != null) {
            write(html, HtmlPage.of(page));
        }
        if (markdown != null) {
            write(markdown, MarkdownPage.of(page));
        }
    }

    private void write(String name, String text) throws CommandException {
        byte[] bytes = text.getBytes(UTF_8);
        if (name.equals(STANDARD_OUTPUT)) {
            console.out().write(bytes, 0, bytes.length);
            console.out().flush();
            return;
        }
        try {
            Files.write(Path.of(name), bytes);
        } catch (IOException e) {
            throw CommandException.failed("cannot write " + name + ": " + OutputDirectory.reason(e));
        }
    }
}
