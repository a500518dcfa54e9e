package vedette.daemon;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import vedette.capture.ObservationPoint;
import vedette.features.FeatureTable;
import vedette.features.FeaturesConfig;
import vedette.features.PacketTable;

/** Files of a replay that are made of its packets one by one: those who write them look on. */
final class PacketTables implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private interface Finish {
        void finish() throws IOException;
    }

    private final Onlookers onlookers;
    private final FeaturesConfig config;
    private final IntFunction<String> interfaces;
    private final List<OutputStream> open = new ArrayList<>();
    private final List<Finish> finishing = new ArrayList<>();

    PacketTables(Onlookers onlookers, FeaturesConfig config, Supplier<List<ObservationPoint>> points) {
        this.onlookers = onlookers;
        this.config = config;
        this.interfaces = point -> points.get().get(point).name();
    }

    /** Begins those of the files that are of packets. */
    void open(OutputDirectory directory, Collection<OutputFile> files) throws CommandException, IOException {
        if (files.contains(OutputFile.PACKETS)) {
            addPackets(new PacketTable(stream(directory, OutputFile.PACKETS), interfaces));
        }
        if (files.contains(OutputFile.FEATURES)) {
            addFeatures(new FeatureTable(stream(directory, OutputFile.FEATURES), config, interfaces));
        }
    }

    private OutputStream stream(OutputDirectory directory, OutputFile file) throws CommandException {
        OutputStream stream = new BufferedOutputStream(directory.open(file), BUFFER);
        open.add(stream);
        return stream;
    }

    private void addPackets(PacketTable table) {
        onlookers.addFrames(table::onFrame);
        onlookers.addPackets(table);
        onlookers.addFramesOver(table::afterFrame);
        finishing.add(table::finish);
    }

    private void addFeatures(FeatureTable table) {
        onlookers.addPackets(table.packets());
        onlookers.addFlows(table);
        onlookers.addFolded(table);
        finishing.add(table::finish);
    }

    /** Everything has been told. */
    void finish() throws IOException {
        for (Finish each : finishing) {
            each.finish();
        }
    }

    @Override
    public void close() throws IOException {
        for (OutputStream each : open) {
            each.close();
        }
    }
}
