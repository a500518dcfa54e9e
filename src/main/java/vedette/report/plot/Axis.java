package vedette.report.plot;

import java.util.List;

/** A line along which numbers have their place. */
public sealed interface Axis permits LinearAxis, LogAxis, TimeAxis {
    /** What its numbers are. */
    String label();

    /** Where a number lies, from 0 at its beginning to 1 at its end; what lies beyond is moved to the end. */
    double place(double value);

    /** The marks, with the least number first. At most so many. */
    List<Tick> ticks(int most);
}
