package vedette.report.page;

import java.util.List;

/**
 * A report before it is written.
 *
 * @param title of whom it tells
 * @param lede what it comes to, in a sentence
 */
public record Page(String title, String lede, List<Section> sections) {}
