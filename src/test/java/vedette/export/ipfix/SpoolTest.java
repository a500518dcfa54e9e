package vedette.export.ipfix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vedette.Tools;
import vedette.export.CollectorConfig;
import vedette.export.DropReason;
import vedette.export.ExportCounters;
import vedette.export.IpfixProfile;
import vedette.export.ObservationPoints;
import vedette.export.RecordKind;
import vedette.flow.FlowRecords;

class SpoolTest {
    private static final CollectorConfig COLLECTOR = CollectorConfig.of("ipfix+tcp://collector.example");
    private static final long ROOM = 64L << 20;
    private static final int MOST_MESSAGE = 1420;

    @TempDir
    private Path folder;

    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final ObservationPoints points = new ObservationPoints();

    private Spool open(Path directory, TemplateBook book, ExportCounters into) throws IOException {
        return open(directory, terms(COLLECTOR, ""), book, into);
    }

    private Spool open(Path directory, SpoolTerms terms, TemplateBook book, ExportCounters into) throws IOException {
        return Spool.open("collector", directory, terms, ROOM, 0, book, into);
    }

    private static SpoolTerms terms(CollectorConfig collector, String key) {
        return SpoolTerms.of(collector, key);
    }

    /** Puts flows with ids from 1 into a spool, which is left open. */
    private Spool filled(Path directory, IpfixProfile profile, int flows) throws IOException {
        Spool[] spool = new Spool[1];
        ExportSession session = new ExportSession(
                profile,
                points,
                ObservationDomains.fixed(7),
                MOST_MESSAGE,
                () -> 1_700_000_000,
                (message, contents) -> {
                    if (contents.kind() != Contents.Kind.SESSION) {
                        spool[0].append(message, contents);
                    }
                });
        spool[0] = open(directory, session.book(), counters);
        Random random = new Random(5);
        for (int i = 1; i <= flows; i++) {
            session.onFlow(FlowRecords.random(random).id(i, 1).flow());
        }
        session.flush();
        return spool[0];
    }

    /** The directory as {@code kill -9} would leave it. */
    private Path killed(Path directory) throws IOException {
        Path copy = Files.createDirectory(folder.resolve("copy" + System.nanoTime()));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    private static List<Path> spoolFiles(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(SpoolFile::isSpoolFile).sorted().toList();
        }
    }

    /** Reads all there is over a session of its own. */
    private static List<StrictIpfix.Message> drain(Spool spool, TemplateBook book) throws IOException {
        StrictIpfix collector = new StrictIpfix(StrictIpfix.Transport.TCP);
        List<StrictIpfix.Message> messages = new ArrayList<>();
        TransportSession session =
                new TransportSession(book, 65535, 1, contents -> 1_800_000_000, (message, contents) -> {
                    byte[] octets = new byte[message.remaining()];
                    message.duplicate().get(octets);
                    messages.add(collector.read(octets));
                });
        for (ByteBuffer message = spool.peek(); message != null; message = spool.peek()) {
            SentMessage sent = spool.take(message);
            session.send(sent.message, sent.contents);
            spool.settle(sent);
        }
        return messages;
    }

    private static List<Long> ids(List<StrictIpfix.Message> messages) {
        return StrictIpfix.flows(messages).stream()
                .map(record -> record.number("flowId"))
                .distinct()
                .toList();
    }

    /** What a sensor that was killed has left of so many records. */
    private Path filledAndKilled(int records) throws IOException {
        Path directory = folder.resolve("spool");
        filled(directory, IpfixProfile.BIFLOW, records);
        return killed(directory);
    }

    @Test
    void everyProfileComesBackAsItWentInAndIsCountedFromWhatIsInIt() throws IOException {
        for (IpfixProfile profile : IpfixProfile.values()) {
            Path directory = folder.resolve(profile.name());
            filled(directory, profile, 5_000);
            TemplateBook fresh = new TemplateBook();
            ExportCounters next = new ExportCounters(System::nanoTime);
            Spool spool = open(killed(directory), fresh, next);
            assertThat(next.recovered().records()).as("%s", profile).isEqualTo(5_000);
            assertThat(ids(drain(spool, fresh)))
                    .as("%s", profile)
                    .hasSize(5_000)
                    .isSorted();
            assertThat(next.spooled().records()).isZero();
            assertThat(next.spooled().packets()).isZero();
            assertThat(next.spooled().octets()).isZero();
        }
    }

    @Test
    void eachFileIsAnIpfixFileByItself() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool =
                Spool.open("collector", directory, terms(COLLECTOR, ""), 1 << 20, 0, new TemplateBook(), counters);
        spool.close();
        filled(directory, IpfixProfile.FULL, 60_000).close();
        List<Path> files = spoolFiles(directory);
        assertThat(files).hasSizeGreaterThan(1);
        for (Path file : files) {
            assertThat(StrictIpfix.flows(StrictIpfix.file(file))).isNotEmpty();
        }
    }

    @Test
    void afterAKillNothingThatWasKeptIsLostAndTheNextStartSaysSo() throws IOException {
        Path left = filledAndKilled(2_000);
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        Spool spool = open(left, book, next);
        assertThat(next.hasEndedUncleanly()).isTrue();
        assertThat(ids(drain(spool, book))).hasSize(2_000);
        spool.close();
        ExportCounters third = new ExportCounters(System::nanoTime);
        open(left, new TemplateBook(), third).close();
        assertThat(third.hasEndedUncleanly()).isFalse();
        assertThat(third.recovered().records()).isZero();
    }

    @Test
    void aMessageThatIsCutAtTheEndIsCutOffAndTheRestIsGivenBack() throws IOException {
        Path left = filledAndKilled(2_000);
        Path file = spoolFiles(left).get(0);
        try (RandomAccessFile cut = new RandomAccessFile(file.toFile(), "rw")) {
            cut.setLength(cut.length() - 100);
        }
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        Spool spool = open(left, book, next);
        int kept = (int) next.spooled().records();
        assertThat(kept).isBetween(1_950, 1_999);
        assertThat(next.recovered().records() - kept)
                .isEqualTo(next.dropped(DropReason.SPOOL_DAMAGED).records());
        assertThat(ids(drain(spool, book))).hasSize(kept);
        assertThat(next.spooled().records()).isZero();
    }

    @Test
    void whatIsDamagedWhileItWaitsIsDroppedAndCounted() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 2_000);
        Path file = spoolFiles(directory).get(0);
        try (RandomAccessFile damaged = new RandomAccessFile(file.toFile(), "rw")) {
            damaged.seek(damaged.length() / 2);
            damaged.write(new byte[40]);
        }
        int given = ids(drain(spool, bookOf(file))).size();
        assertThat(given).isBetween(1_900, 1_999);
        assertThat(counters.dropped(DropReason.SPOOL_DAMAGED).records()).isEqualTo(2_000 - given);
        assertThat(counters.spooled().records()).isZero();
        assertThat(spool.isEmpty()).isTrue();
    }

    private static TemplateBook bookOf(Path file) throws IOException {
        TemplateBook book = new TemplateBook();
        SpoolFile.open(file, 0, 0, book).close();
        return book;
    }

    /** Where its messages of data records begin. */
    private static List<Integer> dataMessages(byte[] octets) {
        ByteBuffer file = ByteBuffer.wrap(octets);
        List<Integer> starts = new ArrayList<>();
        for (int at = 0; at < octets.length; at += file.getShort(at + 2) & 0xFFFF) {
            if (IpfixMessage.setId(file, at + IpfixMessage.HEADER_LENGTH) > Template.OPTIONS_TEMPLATE_SET) {
                starts.add(at);
            }
        }
        return starts;
    }

    @Test
    void whatWasDamagedBetweenTwoRunsIsCountedInRecords() throws IOException {
        for (IpfixProfile profile : IpfixProfile.values()) {
            Path directory = folder.resolve(profile.name());
            filled(directory, profile, 2_000);
            Path left = killed(directory);
            byte[] octets = Files.readAllBytes(spoolFiles(left).get(0));
            List<Integer> starts = dataMessages(octets);
            // Times and counts of records, which say nothing of how long they are.
            for (int message : List.of(starts.get(3), starts.get(40), starts.get(starts.size() - 1))) {
                octets[message + IpfixMessage.HEADER_LENGTH + IpfixMessage.SET_HEADER_LENGTH + 1] ^= 0x55;
            }
            Files.write(spoolFiles(left).get(0), octets);
            ExportCounters next = new ExportCounters(System::nanoTime);
            TemplateBook book = new TemplateBook();
            Spool spool = open(left, book, next);
            long damaged = next.dropped(DropReason.SPOOL_DAMAGED).records();
            assertThat(damaged).as("%s", profile).isBetween(3L, 100L);
            assertThat(next.recovered().records()).as("%s", profile).isEqualTo(2_000);
            assertThat(ids(drain(spool, book))).as("%s", profile).hasSize((int) (2_000 - damaged));
            assertThat(next.queuedRecords()).as("%s", profile).isEqualTo(2_000 - damaged);
            assertThat(next.spooled().records()).isZero();
            spool.close();
        }
    }

    @Test
    void ofAMessageThatIsCutWholeRecordsAreCountedAndMoreMayBeLost() throws IOException {
        Path left = filledAndKilled(2_000);
        byte[] octets = Files.readAllBytes(spoolFiles(left).get(0));
        List<Integer> starts = dataMessages(octets);
        int cut = starts.get(40);
        int end = cut + (ByteBuffer.wrap(octets).getShort(cut + 2) & 0xFFFF) * 3 / 4;
        Files.write(spoolFiles(left).get(0), Arrays.copyOf(octets, end));
        SpoolFile file = SpoolFile.open(spoolFiles(left).get(0), 0, 0, new TemplateBook());
        assertThat(file.damagedOctets()).isEqualTo(end - cut);
        assertThat(file.damagedFlows()).isBetween(3L, 30L);
        assertThat(file.hasMoreDamaged()).isTrue();
        file.close();
    }

    @Test
    void howManyRecordsWereInWhatCannotBeWalkedIsNotSaid() throws IOException {
        Path left = filledAndKilled(2_000);
        byte[] octets = Files.readAllBytes(spoolFiles(left).get(0));
        int message = dataMessages(octets).get(5);
        octets[message] ^= 0x55;
        Files.write(spoolFiles(left).get(0), octets);
        SpoolFile file = SpoolFile.open(spoolFiles(left).get(0), 0, 0, new TemplateBook());
        assertThat(file.damagedOctets()).isEqualTo(octets.length - message);
        assertThat(file.damagedFlows()).isZero();
        assertThat(file.hasMoreDamaged()).isTrue();
        file.close();
    }

    @Test
    void noDamageWhateverItIsGoesUncounted() throws IOException {
        Path directory = folder.resolve("spool");
        Spool source = filled(directory, IpfixProfile.FULL, 300);
        SentMessage first = source.take(source.peek());
        source.settle(first);
        long safe = first.contents.records();
        Tools.await("the mark", () -> {
            source.tend();
            return Files.exists(directory.resolve("progress"));
        });
        Random random = new Random(7);
        for (int round = 0; round < 400; round++) {
            Path left = killed(directory);
            Path damaged = damageSomething(left, random);
            ExportCounters next = new ExportCounters(System::nanoTime);
            TemplateBook book = new TemplateBook();
            Spool spool = open(left, book, next);
            long recovered = next.recovered().records();
            long given = 0;
            for (ByteBuffer message = spool.peek(); message != null; message = spool.peek()) {
                given += spool.contents().records();
                spool.settle(spool.take(message));
            }
            assertThat(given + next.droppedRecords()).as("round %d", round).isEqualTo(recovered);
            if (!damaged.toString().contains(".ipfix")) {
                assertThat(recovered).as("round %d: %s", round, damaged).isGreaterThanOrEqualTo(300 - safe);
            }
            spool.close();
        }
    }

    private static Path damageSomething(Path directory, Random random) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.filter(file -> file.toFile().length() > 0).sorted().toList();
        }
        Path file = files.get(random.nextInt(files.size()));
        byte[] octets = Files.readAllBytes(file);
        for (int i = 0; i < 1 + random.nextInt(4); i++) {
            octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
        }
        return Files.write(
                file, random.nextInt(4) == 0 ? Arrays.copyOf(octets, random.nextInt(octets.length)) : octets);
    }

    @Test
    void whatWasGivenBackIsNotGivenBackAgain() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 2_000);
        int taken = 0;
        for (int i = 0; i < 50; i++) {
            ByteBuffer message = spool.peek();
            taken += spool.contents().records();
            spool.settle(spool.take(message));
        }
        spool.close();
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        List<Long> rest = ids(drain(open(directory, book, next), book));
        assertThat(taken).isPositive();
        assertThat(rest).hasSize(2_000 - taken).doesNotContain(1L).contains(2_000L);
        assertThat(next.recovered().records()).isEqualTo(2_000 - taken);
    }

    @Test
    void whatWasTakenAndIsNotSafeIsGivenBackAgain() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 2_000);
        for (ByteBuffer message = spool.peek(); message != null; message = spool.peek()) {
            spool.take(message);
        }
        assertThat(spool.isEmpty()).isTrue();
        assertThat(counters.spooled().records()).isZero();
        spool.close();
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        assertThat(ids(drain(open(directory, book, next), book))).hasSize(2_000).isSorted();
        assertThat(next.recovered().records()).isEqualTo(2_000);
        assertThat(spoolFiles(directory)).isEmpty();
    }

    @Test
    void whatWasTakenBeforeIsKnownToTheNextRunAlsoAfterAKill() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 2_000);
        long taken = 0;
        for (int i = 0; i < 50; i++) {
            ByteBuffer message = spool.peek();
            taken += spool.contents().records();
            SentMessage sent = spool.take(message);
            if (i < 20) {
                spool.settle(sent);
                taken -= sent.contents.records();
            }
        }
        Tools.await("the mark", () -> {
            spool.tend();
            return Files.exists(directory.resolve("progress"));
        });
        for (Path left : List.of(killed(directory), closed(spool, directory))) {
            ExportCounters next = new ExportCounters(System::nanoTime);
            Spool later = open(left, new TemplateBook(), next);
            long again = 0;
            for (ByteBuffer message = later.peek(); message != null; message = later.peek()) {
                SentMessage sent = later.take(message);
                again += sent.isAgain() ? sent.contents.records() : 0;
                assertThat(sent.isCounted()).isFalse();
            }
            assertThat(again).isEqualTo(taken);
        }
    }

    private static Path closed(Spool spool, Path directory) throws IOException {
        spool.close();
        return directory;
    }

    @Test
    void aDirectoryThatIsRemovedIsMadeAgain() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 300);
        drain(spool, bookOf(spoolFiles(directory).get(0)));
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
        Contents contents = new Contents(Contents.Kind.FLOWS, 7);
        contents.addRecords(1, 1, 1);
        ByteBuffer message = ByteBuffer.allocate(16)
                .putShort((short) IpfixMessage.VERSION)
                .putShort((short) 16)
                .clear();
        spool.append(message, contents);
        assertThat(counters.droppedRecords()).isZero();
        assertThat(spoolFiles(directory)).hasSize(1);
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(directory.resolve("terms")).as("what says who may get it").exists();
    }

    @Test
    void aMarkOfWhatWasGivenBackThatCannotBeRightIsNotBelieved() throws IOException {
        Path directory = folder.resolve("spool");
        filled(directory, IpfixProfile.BIFLOW, 2_000).close();
        new SpoolMark(7_000_000_000L, 0, 0, 0).write(directory);
        ExportCounters next = new ExportCounters(System::nanoTime);
        open(directory, new TemplateBook(), next);
        assertThat(next.recovered().records()).isEqualTo(2_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 0 2 0\n", "2 0 2 0 00000000\n", "1 \u00ff\n", "", "1 2 3\n"})
    void whatIsMarkedWronglyIsGivenBackFromItsBeginning(String mark) throws IOException {
        Path directory = folder.resolve("spool");
        filled(directory, IpfixProfile.BIFLOW, 2_000).close();
        Files.writeString(directory.resolve("progress"), mark, StandardCharsets.ISO_8859_1);
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        Spool spool = open(directory, book, next);
        assertThat(next.recovered().records()).isEqualTo(2_000);
        assertThat(ids(drain(spool, book))).hasSize(2_000);
    }

    @ParameterizedTest
    @CsvSource({"1, 99999999", "1, 30001", "2, 30000"})
    void aMarkOfWhatIsNotThereIsNotBelieved(long ordinal, long octets) throws IOException {
        Path directory = folder.resolve("spool");
        filled(directory, IpfixProfile.BIFLOW, 2_000).close();
        new SpoolMark(ordinal, octets, 0, 0).write(directory);
        ExportCounters next = new ExportCounters(System::nanoTime);
        open(directory, new TemplateBook(), next);
        assertThat(next.recovered().records()).isEqualTo(2_000);
    }

    @Test
    void aMarkThatOutlivedItsFileSaysNothingOfLaterOnes() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("spool"));
        new SpoolMark(1, 49_557, 1, 49_557).write(directory);
        filled(directory, IpfixProfile.BIFLOW, 2_000);
        ExportCounters next = new ExportCounters(System::nanoTime);
        open(killed(directory), new TemplateBook(), next);
        assertThat(next.recovered().records()).isEqualTo(2_000);
    }

    @Test
    void noFileIsNamedAsOneThatIsGone() throws IOException {
        Path directory = folder.resolve("spool");
        Spool spool = filled(directory, IpfixProfile.BIFLOW, 2_000);
        Path first = spoolFiles(directory).get(0);
        drain(spool, bookOf(first));
        assertThat(spoolFiles(directory)).isEmpty();
        Path left = killed(directory);
        assertThat(Files.readString(left.resolve("progress"))).doesNotStartWith("1 ");
        filled(left, IpfixProfile.BIFLOW, 10);
        assertThat(spoolFiles(left).get(0).getFileName()).isNotEqualTo(first.getFileName());
    }

    @Test
    void twoSensorsDoNotShareASpool() throws IOException {
        Spool first = open(folder, new TemplateBook(), counters);
        assertThatThrownBy(() -> open(folder, new TemplateBook(), counters))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot use the spool " + folder + ": another sensor uses it");
        first.close();
        open(folder, new TemplateBook(), counters).close();
    }

    @Test
    void aPlaceThatCannotBeUsedIsNamed() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> open(file.resolve("spool"), new TemplateBook(), counters))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot use the spool " + file.resolve("spool") + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"progress", "terms", "in-use", "lock", "0000000001.ipfix", "0000000001.ipfix.crc"})
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeInPlaceOfAFileIsRefusedAndNotWaitedFor(String name) throws IOException, InterruptedException {
        filled(folder, IpfixProfile.BIFLOW, 10).close();
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Tools.run("mkfifo", file.toString());
        assertThatThrownBy(() -> open(folder, new TemplateBook(), counters))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot use the spool " + folder + ": " + name + " is no regular file");
        Files.delete(file);
        open(folder, new TemplateBook(), counters).close();
    }

    /** How many of two thousand records that were kept on some terms wait on others. */
    private long waiting(SpoolTerms before, SpoolTerms now) throws IOException {
        Path directory = Files.createDirectory(folder.resolve("terms" + System.nanoTime()));
        open(directory, before, new TemplateBook(), new ExportCounters(System::nanoTime))
                .close();
        for (Path file : spoolFiles(source())) {
            Files.copy(file, directory.resolve(file.getFileName()));
            Path checksums = file.resolveSibling(file.getFileName() + ".crc");
            Files.copy(checksums, directory.resolve(checksums.getFileName()));
        }
        ExportCounters next = new ExportCounters(System::nanoTime);
        TemplateBook book = new TemplateBook();
        Spool spool = open(directory, now, book, next);
        assertThat(next.recovered().records()).isEqualTo(2_000);
        long waiting = next.spooled().records();
        assertThat(next.dropped(DropReason.SPOOL_REFUSED).records()).isEqualTo(2_000 - waiting);
        assertThat(ids(drain(spool, book))).hasSize((int) waiting);
        spool.close();
        open(directory, before, new TemplateBook(), next).close();
        return waiting;
    }

    private Path source() throws IOException {
        Path source = folder.resolve("source");
        if (!Files.exists(source)) {
            filled(source, IpfixProfile.BIFLOW, 2_000).close();
        }
        return source;
    }

    private static CollectorConfig only(String... entries) {
        return COLLECTOR.withOnly(List.of(entries));
    }

    private static CollectorConfig given(RecordKind... kinds) {
        return COLLECTOR.withSend(List.of(kinds));
    }

    @Test
    void whatWaitsUnanonymizedDoesNotGoToWhomNothingButThatMayGo() throws IOException {
        assertThat(waiting(terms(COLLECTOR, ""), terms(COLLECTOR, "aa"))).isZero();
        assertThat(waiting(terms(COLLECTOR, "aa"), terms(COLLECTOR, "bb"))).isZero();
        assertThat(waiting(terms(COLLECTOR, "aa"), terms(COLLECTOR, "aa"))).isEqualTo(2_000);
        assertThat(waiting(terms(COLLECTOR, "aa"), terms(COLLECTOR, ""))).isEqualTo(2_000);
    }

    @Test
    void whatWaitsDoesNotGoToWhomLessMayGoNow() throws IOException {
        assertThat(waiting(terms(COLLECTOR, ""), terms(only("203.0.113.0/24"), "")))
                .isZero();
        assertThat(waiting(terms(only("203.0.113.0/25"), ""), terms(only("203.0.113.0/24", "10.0.0.0/8"), "")))
                .isEqualTo(2_000);
        assertThat(waiting(terms(only("203.0.113.0/24"), ""), terms(only("203.0.113.0/24", "tcp"), "")))
                .isZero();
        assertThat(waiting(terms(only("tcp/80"), ""), terms(only("tcp"), ""))).isEqualTo(2_000);
        assertThat(waiting(terms(only("tcp"), ""), terms(COLLECTOR, ""))).isEqualTo(2_000);
        assertThat(waiting(terms(COLLECTOR, ""), terms(given(RecordKind.ALERTS), "")))
                .isZero();
        assertThat(waiting(terms(given(RecordKind.FLOWS), ""), terms(given(RecordKind.FLOWS, RecordKind.ALERTS), "")))
                .isEqualTo(2_000);
    }

    @Test
    void whatWaitsOnTermsNobodyKnowsWasForOneWhoMightKnowAll() throws IOException {
        for (String text : new String[] {"", "send: everything", "send: flows\nonly: 999\nanonymized-with: aa\n"}) {
            Path directory = folder.resolve("spool" + text.length());
            filled(directory, IpfixProfile.BIFLOW, 100).close();
            Files.writeString(directory.resolve("terms"), text);
            ExportCounters next = new ExportCounters(System::nanoTime);
            open(directory, terms(COLLECTOR, "aa"), new TemplateBook(), next).close();
            assertThat(next.dropped(DropReason.SPOOL_REFUSED).records()).isEqualTo(100);
        }
    }

    @Test
    void othersCannotReadWhatWaits() throws IOException {
        Path directory = folder.resolve("spool");
        filled(directory, IpfixProfile.BIFLOW, 100).close();
        assertThat(Files.getPosixFilePermissions(directory)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(spoolFiles(directory)).isNotEmpty();
        Files.setPosixFilePermissions(spoolFiles(directory).get(0), PosixFilePermissions.fromString("rw-r--r--"));
        open(directory, new TemplateBook(), counters).close();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files)
                    .hasSizeGreaterThan(3)
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .as("%s", file)
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void checksumsWhoseFileIsGoneAreInNobodysWay() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("spool"));
        Files.writeString(directory.resolve("0000000001.ipfix.crc"), "old");
        filled(directory, IpfixProfile.BIFLOW, 100).close();
        assertThat(counters.droppedRecords()).isZero();
        assertThat(counters.spooled().records()).isEqualTo(100);
    }

    @Test
    void aSpoolThatAnotherSensorLeavesMeanwhileIsNotSharedWithAThird() throws IOException {
        Spool first = open(folder, new TemplateBook(), counters);
        Path lock = folder.resolve("lock");
        Object file = Files.getAttribute(lock, "unix:ino");
        first.close();
        assertThat(Files.getAttribute(lock, "unix:ino")).isEqualTo(file);
    }
}
