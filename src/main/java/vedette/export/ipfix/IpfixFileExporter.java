package vedette.export.ipfix;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportCounters;
import vedette.export.ExportTotal;
import vedette.export.Exporter;
import vedette.export.IpfixProfile;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.file.PieceOutput;
import vedette.flow.Flow;

/**
 * Writes an IPFIX file (RFC 5655), or one after the other: each is a session and complete by itself. Export times are packet time, that of the first record in a message, so the same flows
 * make the same file.
 */
public final class IpfixFileExporter implements Exporter {
    private static final int MOST_OCTETS = 32768;
    private static final long NS_PER_S = 1_000_000_000;
    private static final long LONGEST_WAIT_NS = NS_PER_S;

    private final Path path;
    private final PieceOutput file;
    private final ExportCounters counters;
    private final Supplier<ExportSession> sessions;
    private final long longestWaitNs;
    private final byte[] piece = new byte[MOST_OCTETS];
    private ExportSession session;
    private long enterprise;
    private @Nullable String sensorName;
    private @Nullable MeteringProcess metering;
    private long writtenNs = System.nanoTime();
    private long recordSeconds;
    private long exportSeconds;

    /**
     * Writes a live sensor's files, whose readers do not wait until a message is full.
     *
     * @param path of the first, for messages
     */
    public static IpfixFileExporter live(
            Path path,
            PieceOutput files,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters) {
        return new IpfixFileExporter(path, files, profile, domains, points, counters, LONGEST_WAIT_NS);
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
        try {
            PieceOutput file = PieceOutput.to(Files.newOutputStream(path));
            return new IpfixFileExporter(path, file, profile, domains, points, counters, Long.MAX_VALUE);
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    private IpfixFileExporter(
            Path path,
            PieceOutput file,
            IpfixProfile profile,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            long longestWaitNs) {
        this.longestWaitNs = longestWaitNs;
        this.path = path;
        this.file = file;
        this.counters = counters;
        this.sessions = () -> ExportSession.direct(
                profile, points, domains, MOST_OCTETS, 1, () -> recordSeconds, this::exportSeconds, this::write);
        this.session = sessions.get();
    }

    /** Ends the file with what it says of itself, and goes on in the next, which begins anew. */
    private void nextIfDue() throws IOException {
        if (!file.isDue()) {
            return;
        }
        flush();
        if (file.next()) {
            session = sessions.get();
            settle();
        }
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        nextIfDue();
        recordSeconds = flow.closedNs() / NS_PER_S;
        session.onFlow(flow);
    }

    /**
     * Writes alerts too, and in profile {@code full} what IANA's elements cannot tell of flows.
     *
     * @param enterprise whose elements these are, 0 for nobody's: then only flows are written, and in IANA's
     */
    public IpfixFileExporter withOwnElements(long enterprise, String sensorName) {
        this.enterprise = enterprise;
        this.sensorName = sensorName;
        settle();
        return this;
    }

    /** Tells of the metering process too. */
    public IpfixFileExporter withMetering(MeteringProcess process) {
        this.metering = process;
        settle();
        return this;
    }

    private void settle() {
        if (sensorName != null) {
            session.withOwnElements(enterprise, sensorName);
        }
        if (metering != null) {
            session.withMetering(metering);
        }
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        nextIfDue();
        recordSeconds = alert.publishedNs() / NS_PER_S;
        session.onAlert(alert);
    }

    /** When the message was begun, and never earlier than the one before (RFC 5655 §7.3.2). */
    private long exportSeconds(Contents contents) {
        exportSeconds = Math.max(exportSeconds, contents.begunSeconds());
        return exportSeconds;
    }

    private void write(ByteBuffer message, Contents contents) throws IOException {
        ExportAccount account = contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
        int length = message.remaining();
        message.get(piece, 0, length);
        try {
            boolean isWritten = file.write(piece, 0, length);
            ExportTotal fate = isWritten ? account.sent() : account.dropped(DropReason.WRITE_FAILED);
            fate.add(contents.records(), contents.packets(), contents.octets());
        } catch (IOException e) {
            throw cannotWrite(path, e);
        }
    }

    @Override
    public void onIdle() throws IOException {
        nextIfDue();
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
