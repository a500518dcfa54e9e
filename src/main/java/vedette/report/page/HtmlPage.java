package vedette.report.page;

import java.util.List;
import vedette.report.plot.Legend;
import vedette.report.plot.Plot;
import vedette.report.plot.SvgPlot;

/** Writes a page as one file of HTML that needs nothing besides: no network, no script. */
public final class HtmlPage implements PageWriter {
    /** From so many letters on a cell may be broken into lines. */
    private static final int LONG = 45;

    private final StringBuilder html = new StringBuilder(1 << 16);
    private int figures;

    private HtmlPage() {}

    public static String of(Page page) {
        HtmlPage writer = new HtmlPage();
        writer.head(page);
        page.sections().forEach(section -> section.tell(writer));
        writer.html.append("</main>\n</body>\n</html>\n");
        return writer.html.toString();
    }

    private void head(Page page) {
        String title = Html.escape(page.title());
        html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.append("<meta http-equiv=\"Content-Security-Policy\" content=\"");
        html.append(Style.policy()).append("\">\n");
        html.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.append("<meta name=\"referrer\" content=\"no-referrer\">\n");
        html.append("<title>").append(title).append("</title>\n");
        html.append("<style>").append(Style.SHEET).append("</style>\n</head>\n<body>\n<header>\n");
        html.append("<h1>").append(title).append("</h1>\n");
        html.append("<p class=\"lede\">").append(Html.escape(page.lede())).append("</p>\n</header>\n");
        html.append("<nav aria-label=\"Sections\"><ul>\n");
        for (Section section : page.sections()) {
            html.append("<li><a href=\"#").append(section.id()).append("\">");
            html.append(Html.escape(section.title())).append("</a></li>\n");
        }
        html.append("</ul></nav>\n<main>\n");
    }

    @Override
    public void heading(int depth, String id, String title) {
        html.append("<h").append(depth).append(" id=\"").append(Html.escape(id)).append("\">");
        html.append(Html.escape(title)).append("</h").append(depth).append(">\n");
    }

    @Override
    public void paragraph(String text) {
        html.append("<p>").append(Html.escape(text)).append("</p>\n");
    }

    @Override
    public void note(String text) {
        html.append("<p class=\"note\">").append(Html.escape(text)).append("</p>\n");
    }

    @Override
    public void list(List<String> items) {
        html.append("<ul>\n");
        for (String item : items) {
            html.append("<li>").append(Html.escape(item)).append("</li>\n");
        }
        html.append("</ul>\n");
    }

    @Override
    public void table(Grid grid) {
        String caption = Html.escape(grid.caption());
        html.append("<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"")
                .append(caption)
                .append("\">");
        html.append("<table>\n<caption>").append(caption).append("</caption>\n<thead><tr>");
        for (int column = 0; column < grid.header().size(); column++) {
            cell(
                    "th scope=\"col\"",
                    "th",
                    grid.isOfNumbers(column),
                    grid.header().get(column));
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<String> row : grid.rows()) {
            html.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                String open = column == 0 ? "th scope=\"row\"" : "td";
                cell(open, column == 0 ? "th" : "td", grid.isOfNumbers(column), row.get(column));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody></table></div>\n");
    }

    private void cell(String open, String close, boolean isNumber, String text) {
        String style = isNumber ? " class=\"n\">" : text.length() > LONG ? " class=\"l\">" : ">";
        html.append('<').append(open).append(style);
        html.append(Html.escape(text)).append("</").append(close).append('>');
    }

    @Override
    public void figure(Plot plot, String caption) {
        String id = "figure-" + ++figures;
        html.append("<figure id=\"").append(id).append("\">\n<figcaption><strong>");
        html.append(Html.escape(plot.title())).append("</strong>").append(Html.escape(caption));
        if (Legend.isNeeded(plot)) {
            legend(plot);
        }
        html.append("</figcaption>\n");
        html.append(new SvgPlot(plot, id, Html::escape).svg()).append("\n</figure>\n");
    }

    private void legend(Plot plot) {
        html.append("<ul class=\"legend\">");
        for (int i = 0; i < plot.series().size(); i++) {
            if (!plot.series().get(i).isEmpty()) {
                html.append("<li>").append(Legend.svg(plot, i));
                html.append(Html.escape(plot.series().get(i).name())).append("</li>");
            }
        }
        html.append("</ul>");
    }
}
