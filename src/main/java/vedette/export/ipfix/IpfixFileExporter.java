package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import vedette.detect.Alert;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.flow.Flow;

/**
 * Writes an IPFIX file (RFC 5655). Export times are packet time, that of the first record in a message, so the same flows
 * make the same file.
 */
public final class IpfixFileExporter implements Exporter {
    private static final int MOST_OCTETS = 32768;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long LONGEST_WAIT_NS = NS_PER_S;

    private final Path path;
    private final FileChannel file;
    private final ExportCounters counters;
    private final ExportSession session;
    private final long longestWaitNs;
    private long writtenNs = System.nanoTime();
    private long recordSeconds;
    private long exportSeconds;

    /**
     * Opens the file of a live sensor, whose readers do not wait until a message is full.
     *
     * @throws IOException that says which file and why
     */
    public static IpfixFileExporter live(
            Path path,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters)
            throws IOException {
        return open(path, profile, domains, points, counters, LONGEST_WAIT_NS);
    }

    /**
     * Opens the file of a replay, and empties it if it exists.
     *
     * @throws IOException that says which file and why
     */
    public static IpfixFileExporter open(
            Path path,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters)
            throws IOException {
        return open(path, profile, domains, points, counters, Long.MAX_VALUE);
    }

    private static IpfixFileExporter open(
            Path path,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            long longestWaitNs)
            throws IOException {
        try {
            FileChannel file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
            return new IpfixFileExporter(path, file, profile, domains, points, counters, longestWaitNs);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private IpfixFileExporter(
            Path path,
            FileChannel file,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            long longestWaitNs) {
        this.longestWaitNs = longestWaitNs;
        this.path = path;
        this.file = file;
        this.counters = counters;
        this.session = ExportSession.direct(
                profile, points, domains, MOST_OCTETS, 1, () -> recordSeconds, this::exportSeconds, this::write);
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        recordSeconds = flow.closedNs() / NS_PER_S;
        session.onFlow(flow);
    }

    /** Writes alerts too, in elements of this enterprise number. */
    public IpfixFileExporter withAlerts(long enterprise, String sensorName) {
        session.withAlerts(enterprise, sensorName);
        return this;
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        recordSeconds = alert.publishedNs() / NS_PER_S;
        session.onAlert(alert);
    }

    /** When the message was begun, and never earlier than the one before (RFC 5655 §7.3.2). */
    private long exportSeconds(Contents contents) {
        exportSeconds = Math.max(exportSeconds, contents.begunSeconds());
        return exportSeconds;
    }

    private void write(ByteBuffer message, Contents contents) throws IOException {
        try {
            while (message.hasRemaining()) {
                file.write(message);
            }
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
        ExportAccount account = contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
        account.sent().add(contents.records(), contents.packets(), contents.octets());
    }

    @Override
    public void onIdle() throws IOException {
        long now = System.nanoTime();
        if (now - writtenNs >= longestWaitNs) {
            writtenNs = now;
            session.flush();
        }
    }

    @Override
    public void flush() throws IOException {
        session.flush();
        session.sendStatistics(counters);
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private static IOException cannotWrite(Path path, IOException cause) {
        return new IOException("cannot write " + path + ": " + reason(cause), cause);
    }

    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such directory";
        }
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = cause instanceof FileSystemException file ? file.getReason() : cause.getMessage();
        return reason == null ? cause.toString() : reason;
    }
}
