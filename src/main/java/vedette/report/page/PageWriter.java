package vedette.report.page;

import java.util.List;
import vedette.report.plot.Plot;

/** Is told what a page holds, from top to bottom. Texts may come from the wire: it makes them harmless. */
interface PageWriter {
    /**
     * A heading.
     *
     * @param depth 2 for a section, 3 for a part of it
     */
    void heading(int depth, String id, String title);

    void paragraph(String text);

    /** What has to be said beside: bounds, what was cut, what is missing and how to have it. */
    void note(String text);

    void list(List<String> items);

    void table(Grid grid);

    void figure(Plot plot, String caption);
}
