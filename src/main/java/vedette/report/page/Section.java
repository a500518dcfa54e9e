package vedette.report.page;

import java.util.ArrayList;
import java.util.List;
import vedette.report.plot.Plot;

/** A part of a page under a heading. */
public final class Section {
    private final String id;
    private final String title;
    private final List<Block> blocks = new ArrayList<>();

    /** @param id by which it is linked to: letters, digits and hyphens */
    public Section(String id, String title) {
        if (!id.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("no id for a section: " + id);
        }
        this.id = id;
        this.title = title;
    }

    /** A heading within the section. */
    public Section heading(String partId, String text) {
        blocks.add(writer -> writer.heading(3, partId, text));
        return this;
    }

    public Section paragraph(String text) {
        blocks.add(writer -> writer.paragraph(text));
        return this;
    }

    /** What has to be said beside: bounds, what was cut, what is missing and how to have it. */
    public Section note(String text) {
        blocks.add(writer -> writer.note(text));
        return this;
    }

    public Section list(List<String> items) {
        if (!items.isEmpty()) {
            List<String> kept = List.copyOf(items);
            blocks.add(writer -> writer.list(kept));
        }
        return this;
    }

    /** An empty table is left out: say in words that there is nothing. */
    public Section table(Grid grid) {
        if (!grid.isEmpty()) {
            blocks.add(writer -> writer.table(grid));
        }
        return this;
    }

    /** A plot without numbers is left out. */
    public Section figure(Plot plot, String caption) {
        if (!plot.isEmpty()) {
            blocks.add(writer -> writer.figure(plot, caption));
        }
        return this;
    }

    public String id() {
        return id;
    }

    public String title() {
        return title;
    }

    public boolean isEmpty() {
        return blocks.isEmpty();
    }

    void tell(PageWriter writer) {
        writer.heading(2, id, title);
        blocks.forEach(block -> block.tell(writer));
    }
}
