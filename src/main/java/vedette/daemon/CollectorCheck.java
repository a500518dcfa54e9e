package vedette.daemon;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import vedette.config.Config;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;
import vedette.report.Quantity;

/** Whether collectors can be reached, and what is written to disk can be. */
final class CollectorCheck {
    private static final int PATIENCE_MS = (int) TimeUnit.SECONDS.toMillis(3);

    private CollectorCheck() {}

    static List<Finding> of(Config config) {
        List<Finding> findings = new ArrayList<>();
        if (config.collector().isEmpty()) {
            findings.add(Finding.bad("no collector to export to", "write a [[collector]] block with its uri"));
        }
        for (CollectorConfig collector : config.collector()) {
            findings.add(collector.isFile() ? DiskCheck.directory(Path.of(collector.directory())) : reached(collector));
        }
        if (!config.export().spoolDir().isEmpty()) {
            findings.add(DiskCheck.directory(Path.of(config.export().spoolDir())));
            findings.add(room(config));
        }
        return findings;
    }

    private static Finding reached(CollectorConfig collector) {
        CollectorUri uri = collector.target();
        try {
            Exporters.checkFiles(collector);
            InetSocketAddress address = new InetSocketAddress(uri.host(), uri.port());
            return uri.scheme().isStream() ? connected(uri, address) : routed(uri, address);
        } catch (CommandException bad) {
            return Finding.bad("collector " + uri + ": " + bad.getMessage(), "name files that can be used");
        } catch (UnresolvedAddressException | IOException bad) {
            String why = bad instanceof IOException ? bad.getMessage() : "its host cannot be resolved";
            return Finding.bad(
                    "collector " + uri + ": " + why, "start it there, open the way, or change collector.uri");
        }
    }

    private static Finding connected(CollectorUri uri, InetSocketAddress address) throws IOException {
        if (address.isUnresolved()) {
            throw new UnresolvedAddressException();
        }
        try (Socket socket = new Socket()) {
            socket.connect(address, PATIENCE_MS);
        }
        return Finding.well("collector " + uri + " takes connections");
    }

    /** Nobody answers over UDP. */
    private static Finding routed(CollectorUri uri, InetSocketAddress address) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.connect(address);
        }
        return Finding.well("there is a way to collector " + uri + " (over UDP nobody says whether it listens)");
    }

    private static Finding room(Config config) {
        Path spool = DiskCheck.existing(Path.of(config.export().spoolDir()));
        long free = spool.toFile().getUsableSpace();
        long needed = config.export().spoolFreeSize();
        String what = Quantity.bytes(free) + " free where records wait for collectors";
        return free > needed
                ? Finding.well(what)
                : Finding.bad(
                        what + ": spools leave " + Quantity.bytes(needed) + " alone, so nothing is kept",
                        "make room, or lower export.spool-free-size");
    }
}
