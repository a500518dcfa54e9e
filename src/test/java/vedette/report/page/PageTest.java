package vedette.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.Unit;

class PageTest {
    private static Page saying(String words) {
        Plot plot = new Plot(
                words,
                new LinearAxis(words, Unit.NUMBER, 0, 1),
                new LinearAxis(words, Unit.NUMBER, 0, 1),
                List.of(
                        new Series(words, Series.Kind.POINTS).add(0, 1),
                        new Series(words, Series.Kind.LINE).add(0, 1)));
        Section section = new Section("all", words)
                .heading("part-1", words)
                .paragraph(words)
                .note(words)
                .list(List.of(words))
                .table(new Grid(words, words, words + "#").row(words, words))
                .figure(plot, words);
        return new Page(words, words, List.of(section));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "' onmouseover='alert(1)",
                "</style></title><svg onload=alert(1)>",
                "&lt;b&gt; ]]> --> <!--",
            })
    void nothingOfATextIsMarkupInHtml(String words) {
        String plain = HtmlPage.of(saying("x"));
        String html = HtmlPage.of(saying(words));
        assertThat(tags(html)).isEqualTo(tags(plain));
        assertThat(html).doesNotContain(words);
    }

    /** Every tag, with what stands in its attributes but where a text does. */
    private static List<String> tags(String html) {
        return Pattern.compile("<[^>]*>")
                .matcher(html)
                .results()
                .map(tag -> tag.group().replaceAll("aria-label=\"[^\"]*\"", "aria-label"))
                .map(tag -> tag.replaceAll("( (x|y|d|text-anchor)=\"[^\"]*\")+", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a|b",
                "`code`",
                "*bold*",
                "_low_",
                "[text](javascript:alert(1))",
                "<script>alert(1)</script>",
                "# heading",
                "- item",
                "> quote",
                "```",
                "~~~",
                "![x](http://a)",
                "https://evil.example/",
                "www.evil.example",
                "a@b.example",
                "line\nbreak | cell",
                "&#60;script&#62;",
            })
    void nothingOfATextIsMarkupInMarkdown(String words) {
        String text = Markdown.atStart(words);
        assertThat(text).doesNotContain("\n", "<", "://", "www.").doesNotContainPattern("(?<!\\\\)[|`*_\\[\\]~]");
        assertThat(text)
                .doesNotContainPattern("^[#>+-]")
                .doesNotContain("@")
                .doesNotContainPattern("&(?!amp;|lt;|gt;|#4[67];|#64;)");
        String page = MarkdownPage.of(saying(words));
        assertThat(page.lines().filter(line -> line.startsWith("```"))).containsExactly("```text", "```");
        assertThat(page.lines().filter(line -> line.startsWith("| ")).map(PageTest::cells))
                .allMatch(cells -> cells == 2);
    }

    private static long cells(String row) {
        return Pattern.compile("(?<!\\\\)\\|").matcher(row).results().count() - 1;
    }

    @Test
    void whatCannotBeSeenOrTurnsTheTextRoundIsReplaced() {
        assertThat(Html.escape("a\u202Eb\u0000c\u200Bd\uD800e")).isEqualTo("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe");
        assertThat(Markdown.escape("a\u202Eb\u001Bc")).isEqualTo("a\uFFFDb\uFFFDc");
        assertThat(Html.escape("Zürich 東京 😀")).isEqualTo("Zürich 東京 😀");
    }

    @Test
    void thePolicyAllowsTheStyleSheetAloneAndNothingIsLoaded() throws Exception {
        String html = HtmlPage.of(saying("x"));
        Matcher sheet = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL).matcher(html);
        assertThat(sheet.find()).isTrue();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(sheet.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(html)
                .contains("content=\"default-src 'none'; style-src 'sha256-"
                        + Base64.getEncoder().encodeToString(digest));
        assertThat(html).doesNotContain("<script", "style=\"", "url(", "@import", "src=", "http:", "https:");
        assertThat(html).doesNotContainPattern("href=\"(?!#)");
    }

    @Test
    void figuresAndTablesCanBeReadWithoutSeeingThem() {
        String html = HtmlPage.of(saying("x"));
        assertThat(html)
                .contains("<html lang=\"en\">", "<main>", "<nav aria-label=", "<caption>x</caption>")
                .contains("<th scope=\"col\">", "<th scope=\"row\">", "<figcaption>", "<desc id=\"figure-1-d\">")
                .contains("<h1>", "<h2 id=\"all\">", "<h3 id=\"part-1\">");
    }

    @Test
    void emptyTablesAndPlotsAreLeftOut() {
        Plot empty = new Plot(
                "none", new LinearAxis("", Unit.NUMBER, 0, 1), new LinearAxis("", Unit.NUMBER, 0, 1), List.of());
        Section section = new Section("empty", "Empty")
                .table(new Grid("none", "a"))
                .figure(empty, "none")
                .list(List.of());
        assertThat(section.isEmpty()).isTrue();
    }

    @Test
    void aRowHasAsManyCellsAsThereAreColumns() {
        assertThatThrownBy(() -> new Grid("x", "a", "b").row("1")).isInstanceOf(IllegalArgumentException.class);
    }
}
