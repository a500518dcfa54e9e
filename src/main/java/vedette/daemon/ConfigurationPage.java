package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The manual page of the configuration, made of the commented file that is installed. */
final class ConfigurationPage {
    private static final Pattern SECTION = Pattern.compile("#?(\\[+[a-z.-]+]+)");
    private static final Pattern OPTION = Pattern.compile("#?([a-z-]+ = .*)");
    private static final Pattern COMMENT = Pattern.compile("# (.*)");

    private final Roff page = new Roff("vedette.toml", 5);
    private final List<String> comment = new ArrayList<>();

    ConfigurationPage(List<String> file) {
        page.section("NAME").line("vedette.toml \\- configuration of the network sensor Vedette");
        page.section("SYNOPSIS").line(Roff.italic("/etc/vedette/vedette.toml"));
        page.section("DESCRIPTION");
        file.forEach(this::read);
        tellComment();
        page.section("SEE ALSO").line(Roff.bold("vedette") + "(1), " + Roff.bold("vedette-check") + "(1)");
    }

    private void read(String line) {
        Matcher section = SECTION.matcher(line);
        Matcher option = OPTION.matcher(line);
        Matcher remark = COMMENT.matcher(line);
        if (section.matches()) {
            page.subsection(section.group(1));
            tellComment();
        } else if (option.matches()) {
            page.item(Roff.bold(option.group(1)), takeComment());
        } else if (remark.matches()) {
            comment.add(remark.group(1));
        } else {
            tellComment();
        }
    }

    private void tellComment() {
        if (!comment.isEmpty()) {
            page.paragraph(takeComment());
        }
    }

    private String takeComment() {
        String words = String.join(" ", comment);
        comment.clear();
        return words;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
