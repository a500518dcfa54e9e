package vedette.report;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import vedette.report.page.Grid;
import vedette.report.page.Section;
import vedette.report.plot.LinearAxis;
import vedette.report.plot.Plot;
import vedette.report.plot.Series;
import vedette.report.plot.Unit;

/** How much came in which hour of the day. */
final class HourSection {
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);

    private final FrameFacts frames;

    HourSection(FrameFacts frames) {
        this.frames = frames;
    }

    Section section() {
        Section section = new Section("hours", "By hour of the day");
        if (frames.frames() == 0) {
            return section.paragraph("There is no frame, so there is no hour.");
        }
        Grid grid = new Grid("Frames and octets by hour (UTC)", "hour", "frames#", "octets of frames#", "of all#");
        Series bars = Series.bars("octets of frames", 0.9);
        long all = 0;
        for (int hour = 0; hour < FrameFacts.HOURS; hour++) {
            all += frames.hourOctets(hour);
        }
        for (int hour = 0; hour < FrameFacts.HOURS; hour++) {
            bars.add(hour + 0.05, frames.hourOctets(hour));
            if (frames.hourFrames(hour) > 0) {
                grid.row(
                        String.format(Locale.ROOT, "%02d", hour),
                        Quantity.count(frames.hourFrames(hour)),
                        Quantity.count(frames.hourOctets(hour)),
                        Quantity.share(frames.hourOctets(hour), all));
            }
        }
        if (grid.size() == 1) {
            section.paragraph("All of it came within one hour of the clock, so there is nothing to compare.");
        } else {
            section.figure(
                    new Plot(
                            "Octets by hour of the day",
                            new LinearAxis("hour of the day (UTC)", Unit.HOUR, 0, FrameFacts.HOURS),
                            LinearAxis.upTo("octets", Unit.COUNT, bars.largestY()),
                            List.of(bars)),
                    days());
        }
        return section.table(grid);
    }

    private String days() {
        long spanNs = frames.lastNs() - frames.firstNs();
        return spanNs > FrameFacts.HOURS * HOUR_NS
                ? "Of a capture of more than a day, hours of the same name are added."
                : "Octets of frames on the link.";
    }
}
