package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import vedette.capture.GivenCaptures;
import vedette.report.page.HtmlPage;
import vedette.report.page.MarkdownPage;
import vedette.report.page.Page;

/** Where a report is written, and as what. */
final class ReportOutput {
    private static final String STANDARD_OUTPUT = "-";

    private final Console console;
    private final boolean force;
    private final @Nullable String html;
    private final @Nullable String markdown;

    /**
     * @param output of {@code -o}
     * @param markdown of {@code --markdown}
     * @param force whether files that are there are overwritten
     */
    ReportOutput(Console console, @Nullable String output, @Nullable String markdown, boolean force)
            throws CommandException {
        this.console = console;
        this.force = force;
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
        if (html != null && markdown != null && WholeFile.isSame(html, markdown)) {
            throw CommandException.usage("-o " + html + " and --markdown " + markdown
                    + " are one file; choose another name for one of them");
        }
    }

    private static boolean isMarkdown(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".md") || lower.endsWith(".markdown");
    }

    /** Looks whether the files can be made, and whether they would take the place of what is there. */
    void check(GivenCaptures captures) throws CommandException, IOException {
        for (String name : new @Nullable String[] {html, markdown}) {
            if (name != null && !name.equals(STANDARD_OUTPUT)) {
                WholeFile.check(name, force, captures);
            }
        }
    }

    void write(Page page) throws IOException {
        if (html != null) {
            write(html, HtmlPage.of(page));
        }
        if (markdown != null) {
            write(markdown, MarkdownPage.of(page));
        }
    }

    private void write(String name, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        if (name.equals(STANDARD_OUTPUT)) {
            console.out().write(bytes, 0, bytes.length);
            console.out().flush();
            return;
        }
        try (WholeFile file = new WholeFile(name, force)) {
            file.write(bytes);
            file.keep();
        }
    }
}
