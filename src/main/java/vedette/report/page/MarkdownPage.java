package vedette.report.page;

import java.util.List;
import vedette.report.plot.Plot;
import vedette.report.plot.TextPlot;

/** Writes a page as Markdown with tables (GitHub's), its plots drawn in letters: one file, which a terminal shows too. */
public final class MarkdownPage implements PageWriter {
    private static final String BLANK_LINE = "\n".repeat(2);

    private final StringBuilder text = new StringBuilder(1 << 16);

    private MarkdownPage() {}

    public static String of(Page page) {
        MarkdownPage writer = new MarkdownPage();
        writer.text.append("# ").append(Markdown.escape(page.title())).append(BLANK_LINE);
        writer.text.append(Markdown.atStart(page.lede())).append('\n');
        page.sections().forEach(section -> section.tell(writer));
        return writer.text.toString();
    }

    @Override
    public void heading(int depth, String id, String title) {
        text.append('\n')
                .append("#".repeat(depth))
                .append(' ')
                .append(Markdown.escape(title))
                .append('\n');
    }

    @Override
    public void paragraph(String words) {
        text.append('\n').append(Markdown.atStart(words)).append('\n');
    }

    @Override
    public void note(String words) {
        text.append("\n> ").append(Markdown.atStart(words)).append('\n');
    }

    @Override
    public void list(List<String> items) {
        text.append('\n');
        for (String item : items) {
            text.append("- ").append(Markdown.atStart(item)).append('\n');
        }
    }

    @Override
    public void table(Grid grid) {
        text.append("\n**").append(Markdown.escape(grid.caption())).append("**\n\n");
        row(grid.header());
        for (int column = 0; column < grid.header().size(); column++) {
            text.append(grid.isOfNumbers(column) ? "| ---: " : "| --- ");
        }
        text.append("|\n");
        grid.rows().forEach(this::row);
    }

    private void row(List<String> cells) {
        for (String cell : cells) {
            text.append("| ").append(Markdown.escape(cell)).append(' ');
        }
        text.append("|\n");
    }

    /** Within the fence nothing is markup but the fence, which no line of a plot begins with. */
    @Override
    public void figure(Plot plot, String caption) {
        text.append("\n**").append(Markdown.escape(plot.title())).append("**");
        text.append(caption.isEmpty() ? "" : " " + Markdown.escape(caption)).append("\n\n```text\n");
        for (String line : new TextPlot(plot).lines()) {
            text.append(Markdown.fenced(line)).append('\n');
        }
        text.append("```\n");
    }
}
