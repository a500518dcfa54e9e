package vedette.daemon;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vedette.capture.Frame;
import vedette.capture.ObservationPoint;
import vedette.capture.PcapngOutput;
import vedette.extract.Wanted;

/** The capture that is cut out of others; it is begun with its first frame, so that without one nothing is. */
final class Extract implements AutoCloseable {
    private final ExtractOutput output;
    private final Supplier<List<ObservationPoint>> points;
    private final String comment;
    private @Nullable PcapngOutput section;
    private long written;

    Extract(ExtractOutput output, Supplier<List<ObservationPoint>> points, String comment) {
        this.output = output;
        this.points = points;
        this.comment = comment;
    }

    /** What it holds, and of which captures. */
    static String comment(List<Wanted> wanted, @Nullable String filter, List<String> captures) {
        List<String> what = new ArrayList<>();
        wanted.forEach(each -> what.add(each.description()));
        String whose = what.isEmpty() ? "Frames" : "Packets of " + String.join(", ", what);
        String passing = filter == null ? "" : " that pass the filter \"" + filter + '"';
        return Console.printable(whose + passing + ", cut out of " + String.join(", ", captures));
    }

    void write(Frame frame, String why) throws IOException {
        PcapngOutput begun = section;
        if (begun == null) {
            begun = new PcapngOutput(output.open(), points, "vedette " + VersionCommand.version(), comment);
            section = begun;
        }
        begun.write(frame, why);
        written++;
    }

    long written() {
        return written;
    }

    String name() {
        return output.name();
    }

    boolean isStandardOutput() {
        return output.isStandardOutput();
    }

    void keep() throws IOException {
        output.keep();
    }

    @Override
    public void close() throws IOException {
        output.close();
    }
}
