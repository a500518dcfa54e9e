package vedette.export.ipfix;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import vedette.detect.Alert;
import vedette.export.CollectorConfig;
import vedette.export.CollectorUri;
import vedette.export.DropReason;
import vedette.export.ExportAccount;
import vedette.export.ExportConfig;
import vedette.export.ExportCounters;
import vedette.export.Exporter;
import vedette.export.IpfixConfig;
import vedette.export.MeteringProcess;
import vedette.export.ObservationPoints;
import vedette.export.transport.InFlight;
import vedette.export.transport.StreamConnection;
import vedette.flow.Flow;

/**
 * Sends flows and alerts to an IPFIX collector over connections that come and go (RFC 7011 §10.4): a transport session for
 * each, which begins with what it needs to be understood.
 *
 * <p>While the collector is away, messages go into the {@link Spool} if there is one, and from there, oldest first, to the next
 * connection; they leave the disk when that {@linkplain InFlight cannot lose them any more}. What a broken connection may have lost
 * goes again over the next, from disk if there is a spool, and may reach the collector twice.
 * Without a spool the exporting thread waits, and its queue drops what it cannot hold.
 */
public final class IpfixStreamExporter implements Exporter {
    private static final int MOST_OCTETS = 16_384;

    /** How long a record waits at most for others to fill its message. */
    private static final long LONGEST_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long a connection that takes nothing is waited for before messages go into the spool. */
    private static final long STALL_NS = TimeUnit.SECONDS.toNanos(1);

    /** How long the end waits for what is on its way, if it has a spool to fall back on. */
    private static final long LAST_WORDS_NS = TimeUnit.SECONDS.toNanos(2);

    /** How long what waits on disk may keep new records waiting. */
    private static final long LONGEST_TURN_NS = TimeUnit.MILLISECONDS.toNanos(10);

    /** Messages from disk that leave for each new one, however busy it is: so that they get fewer. */
    private static final int LEAST_OF_TURN = 4;

    private static final long NAP_NS = TimeUnit.MICROSECONDS.toNanos(500);

    private final StreamConnection connection;
    private final String collector;
    private final CollectorConfig collectorConfig;
    private final IpfixConfig config;
    private final ExportCounters counters;
    private final @Nullable Duration patience;
    private final ExportSession session;
    private final InFlight<SentMessage> window = new InFlight<>(this::onSafe);
    private final Deque<SentMessage> again = new ArrayDeque<>();
    private @Nullable Spool spool;
    private @Nullable TransportSession transport;
    private long ordinal;
    private long taken;
    private long takenNs;
    private long progressNs = System.nanoTime();
    private long progressSent;
    private long progressTaken;
    private long begunSent;
    private BooleanSupplier crowded = () -> false;
    private long flushedNs = System.nanoTime();
    private long toldNs = flushedNs;

    /**
     * An exporter for a live sensor, which goes on for ever.
     *
     * @param connection owned by the exporter from now on
     */
    public static IpfixStreamExporter live(
            StreamConnection connection,
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters) {
        return new IpfixStreamExporter(connection, collector, ipfix, domains, points, counters, null);
    }

    /**
     * An exporter for a replay, which gives up.
     *
     * @param patience how long the collector may take nothing
     */
    public static IpfixStreamExporter replay(
            StreamConnection connection,
            CollectorConfig collector,
            IpfixConfig ipfix,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            Duration patience) {
        return new IpfixStreamExporter(connection, collector, ipfix, domains, points, counters, patience);
    }

    private IpfixStreamExporter(
            StreamConnection connection,
            CollectorConfig collector,
            IpfixConfig config,
            ObservationDomains domains,
            ObservationPoints points,
            ExportCounters counters,
            @Nullable Duration patience) {
        this.connection = connection;
        this.collectorConfig = collector;
        this.collector = collector.target().toString();
        this.config = config;
        this.counters = counters;
        this.patience = patience;
        counters.away(true);
        this.session = new ExportSession(
                collector.profile(), points, domains, MOST_OCTETS, IpfixStreamExporter::nowSeconds, this::onMessage);
    }

    private static long nowSeconds() {
        return System.currentTimeMillis() / 1000;
    }

    /** Tells of the metering process too. */
    public IpfixStreamExporter withMetering(MeteringProcess process) {
        session.withMetering(process);
        return this;
    }

    /**
     * Sends alerts too, and in profile {@code full} what IANA's elements cannot tell of flows.
     *
     * @param enterprise whose elements these are, 0 for nobody's: then only flows are sent, and in IANA's
     */
    public IpfixStreamExporter withOwnElements(long enterprise, String sensorName) {
        session.withOwnElements(enterprise, sensorName);
        return this;
    }

    /**
     * Keeps on disk what the collector cannot take.
     *
     * @param export where, and how much
     * @param key the fingerprint of the key that the records' addresses were anonymised with, empty if they were not
     * @throws IOException in words for an operator, if the place cannot be used
     */
    public IpfixStreamExporter withSpool(ExportConfig export, String key) throws IOException {
        Path directory =
                Path.of(export.spoolDir(), CollectorUri.parse(collector).fileName());
        session.reserveTemplates();
        spool = Spool.open(
                collector,
                directory,
                SpoolTerms.of(collectorConfig, key),
                export.spoolSize(),
                export.spoolFreeSize(),
                session.book(),
                counters);
        return this;
    }

    @Override
    public void onFlow(Flow flow) throws IOException {
        session.onFlow(flow);
    }

    @Override
    public void onAlert(Alert alert) throws IOException {
        session.onAlert(alert);
    }

    @Override
    public void onStart(BooleanSupplier crowded) {
        this.crowded = crowded;
    }

    private void onMessage(ByteBuffer message, Contents contents) throws IOException {
        if (contents.kind() == Contents.Kind.SESSION) {
            say(message, contents);
            return;
        }
        tend();
        if (awaitRoom()) {
            send(new SentMessage(copy(message), contents.copy(), account(contents)));
        } else {
            Spool place = Objects.requireNonNull(spool);
            secure(place);
            place.append(message, contents);
        }
    }

    private ExportAccount account(Contents contents) {
        return contents.kind() == Contents.Kind.ALERTS ? counters.alerts() : counters;
    }

    /** Whoever takes nothing may never take what is under way: it goes to disk, before what comes after it. */
    private void secure(Spool place) {
        SentMessage last = window.last();
        if (last == null || last.place() != null) {
            return; // the last is put there after the others
        }
        for (SentMessage sent : window.all()) {
            if (!place.secure(sent)) {
                return;
            }
        }
    }

    private void onSafe(SentMessage sent) {
        if (spool != null) {
            spool.settle(sent);
        }
    }

    /** What is said of the session is of this connection alone. */
    private void say(ByteBuffer message, Contents contents) throws IOException {
        if (transport != null) {
            transport.send(message, contents);
        }
    }

    private static ByteBuffer copy(ByteBuffer message) {
        return ByteBuffer.allocate(message.remaining()).put(message.duplicate()).flip();
    }

    /** Waits until a new message may be sent; false if it is for the spool. */
    private boolean awaitRoom() throws IOException {
        long sinceNs = System.nanoTime();
        while (!isClear()) {
            long waitedNs = System.nanoTime() - sinceNs;
            if (spool != null
                    && (!spool.isEmpty() || transport == null || crowded.getAsBoolean() || waitedNs > STALL_NS)) {
                return false;
            }
            giveUpIfLate(sinceNs);
            nap();
            tend();
        }
        return true;
    }

    /** Whether a new message would be the next to leave, and at once. */
    private boolean isClear() {
        return transport != null && again.isEmpty() && (spool == null || spool.isEmpty()) && connection.isWritable();
    }

    /** @param sinceNs when the waiting began: what the collector takes meanwhile makes it begin again */
    private void giveUpIfLate(long sinceNs) throws IOException {
        long now = System.nanoTime();
        if (patience != null && Math.min(now - sinceNs, now - progressNs) > patience.toNanos()) {
            throw new IOException("collector " + collector + " took nothing for " + patience.toMillis() / 1e3 + " s");
        }
    }

    private static void nap() throws IOException {
        LockSupport.parkNanos(NAP_NS);
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted while waiting for the collector");
        }
    }

    private void send(SentMessage sent) throws IOException {
        Objects.requireNonNull(transport).send(sent.message, sent.contents);
        window.add(sent);
    }

    private void wire(ByteBuffer message, Contents contents) {
        connection.write(message);
        if (contents.kind() == Contents.Kind.SESSION) {
            window.passed(message.remaining());
        }
    }

    /** Looks after the connection, and sends what waits for it. */
    private void tend() throws IOException {
        connection.tend();
        if (connection.ordinal() != ordinal) {
            if (connection.isReadAtEnd()) {
                window.settleAcknowledged();
            }
            ordinal = connection.ordinal();
            forget();
            if (ordinal != 0) {
                begin();
            }
        }
        if (transport != null) {
            long nowTaken = window.settle(connection);
            watch(nowTaken);
            noteProgress(nowTaken);
            sendWaiting();
        }
        if (spool != null) {
            spool.tend();
        }
    }

    /** A collector that takes nothing is as good as away. */
    private void watch(long nowTaken) {
        long now = System.nanoTime();
        if (nowTaken != taken || connection.unsent() == 0) {
            taken = nowTaken;
            takenNs = now;
        }
        counters.away(now - takenNs > STALL_NS);
    }

    /** What goes again is progress only as far as no connection got before. */
    private void noteProgress(long nowTaken) {
        long sent = sentRecords();
        if (sent != progressSent || nowTaken > progressTaken) {
            progressSent = sent;
            progressTaken = Math.max(progressTaken, nowTaken);
            progressNs = System.nanoTime();
        }
    }

    private long sentRecords() {
        return counters.sent().records() + counters.alerts().sent().records();
    }

    private void forget() {
        transport = null;
        counters.away(true);
        List<SentMessage> lost = window.takeAll();
        lost.addAll(again);
        again.clear();
        if (spool != null) {
            spool.rewind();
        }
        for (SentMessage sent : lost) {
            if (spool == null || !spool.takeBack(sent)) {
                again.add(sent);
            }
        }
    }

    private void begin() throws IOException {
        counters.away(false);
        taken = 0;
        takenNs = System.nanoTime();
        if (sentRecords() != begunSent) {
            begunSent = sentRecords();
            progressTaken = 0;
        }
        transport = session.begin(1, contents -> nowSeconds(), this::wire);
        session.describe();
        session.tellStatistics(counters);
    }

    private void sendWaiting() throws IOException {
        while (!again.isEmpty() && connection.isWritable()) {
            SentMessage sent = again.remove();
            sent.countAgain();
            send(sent);
        }
        if (spool != null && again.isEmpty()) {
            sendFrom(spool);
        }
    }

    private void sendFrom(Spool waiting) throws IOException {
        long sinceNs = System.nanoTime();
        for (int i = 0; connection.isWritable() && !waiting.isEmpty(); i++) {
            boolean isTurnOver = crowded.getAsBoolean() || System.nanoTime() - sinceNs > LONGEST_TURN_NS;
            ByteBuffer message = i >= LEAST_OF_TURN && isTurnOver ? null : waiting.peek();
            if (message == null) {
                return;
            }
            SentMessage sent = waiting.take(message);
            if (sent.isAgain()) {
                sent.countAgain();
            }
            send(sent);
        }
    }

    @Override
    public void onIdle() throws IOException {
        long now = System.nanoTime();
        if (now - flushedNs >= LONGEST_WAIT_NS) {
            flushedNs = now;
            session.flush();
        }
        if (now - toldNs >= config.templateRefresh().toNanos()) {
            toldNs = now;
            session.sendStatistics(counters);
        }
        tend();
    }

    @Override
    public void flush() throws IOException {
        session.sendStatistics(counters);
        long sinceNs = System.nanoTime();
        while (!isAllOut() && (spool == null || System.nanoTime() - sinceNs < LAST_WORDS_NS)) {
            giveUpIfLate(sinceNs);
            nap();
            tend();
        }
    }

    /** Whether nothing is left but what waits on disk for a collector that is away. */
    private boolean isAllOut() {
        if (transport == null) {
            return spool != null || again.isEmpty();
        }
        return again.isEmpty() && connection.unsent() == 0 && (spool == null || spool.isEmpty());
    }

    @Override
    public void close() throws IOException {
        // Whoever is in a hurry interrupts, and the spool's files would be closed at the first octet.
        boolean interrupted = Thread.interrupted();
        try {
            end();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end() throws IOException {
        boolean safe = spool != null;
        if (counters.isAway()) {
            // To close what takes nothing is slow, and may be cut short.
            leaveToSpool();
        }
        try {
            connection.close();
            window.settleAll();
        } catch (IOException e) {
            if (!safe) {
                throw e;
            }
        } finally {
            leaveToSpool();
            forget();
            dropLost(DropReason.CONNECTION_LOST);
        }
    }

    /** What a broken connection held, and there is no other for. */
    private void dropLost(DropReason reason) {
        for (SentMessage sent : again) {
            sent.drop(reason);
        }
        again.clear();
    }

    /** What may not have arrived waits for the next run. */
    private void leaveToSpool() throws IOException {
        Spool place = spool;
        if (place == null) {
            return;
        }
        forget();
        spool = null;
        dropLost(place.whyNotKept());
        place.close();
    }
}
