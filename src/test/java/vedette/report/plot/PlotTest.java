package vedette.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlotTest {
    private static Plot plot(Series... series) {
        return new Plot(
                "Loaves",
                new LinearAxis("day", Unit.NUMBER, 0, 10),
                new LinearAxis("loaves", Unit.COUNT, 0, 4),
                List.of(series));
    }

    private static String svg(Plot plot) {
        return new SvgPlot(plot, "figure-1", text -> text.replace("<", "&lt;")).svg();
    }

    @Test
    void aPlotHasATitleADescriptionAndBothAxes() {
        assertThat(svg(plot(new Series("baked", Series.Kind.LINE).add(0, 1).add(5, 4))))
                .contains("role=\"img\"", "<title id=\"figure-1-t\">Loaves</title>")
                .contains(">loaves by day: baked</desc>", ">loaves</text>", ">day</text>")
                .contains("class=\"line s0\"");
    }

    @Test
    void textsAreMadeHarmless() {
        Plot plot = new Plot(
                "<b>",
                new LinearAxis("<i>", Unit.NUMBER, 0, 1),
                new LinearAxis("<u>", Unit.NUMBER, 0, 1),
                List.of(new Series("<s>", Series.Kind.POINTS).add(1, 1)));
        assertThat(svg(plot)).doesNotContain("<b>", "<i>", "<u>", "<s>").contains("&lt;b>");
    }

    @Test
    void aSeriesWithoutNumbersIsNotDrawnAndTheOthersKeepTheirLook() {
        Plot plot = plot(new Series("baked", Series.Kind.POINTS), new Series("eaten", Series.Kind.POINTS).add(3, 2));
        assertThat(plot.isEmpty()).isFalse();
        assertThat(svg(plot)).contains("points s1").doesNotContain("points s0");
        assertThat(plot(new Series("baked", Series.Kind.POINTS)).isEmpty()).isTrue();
    }

    @Test
    void theFewestPointsAreDrawnOnTop() {
        Series many = new Series("many", Series.Kind.POINTS).add(1, 1).add(2, 1).add(3, 1);
        String svg = svg(plot(new Series("one", Series.Kind.POINTS).add(1, 1), many));
        assertThat(svg.indexOf("points s1")).isLessThan(svg.indexOf("points s0"));
    }

    @Test
    void lettersStandWhereTheNumbersAre() {
        List<String> lines = new TextPlot(
                        plot(new Series("baked", Series.Kind.POINTS).add(0, 4).add(10, 0)))
                .lines();
        assertThat(lines.get(0)).isEqualTo("loaves");
        assertThat(lines.get(1)).isEqualTo("4 ┤o");
        assertThat(lines.get(12)).startsWith("0 ┤").endsWith(" o").hasSize(3 + 72);
        assertThat(lines).contains("o baked").last().isEqualTo("o baked");
    }

    @Test
    void barsStandOnTheAxis() {
        List<String> lines = new TextPlot(plot(Series.bars("baked", 1).add(0, 4).add(5, 2))).lines();
        assertThat(lines.get(1)).isEqualTo("4 ┤███████");
        assertThat(lines.get(12)).matches("0 ┤█{7} +█{7}");
    }
}
