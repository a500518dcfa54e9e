package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static vedette.detect.Findings.MIDNIGHT_NS;
import static vedette.detect.Findings.SECOND_NS;
import static vedette.detect.Findings.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import vedette.detect.AlertCounters.Fate;

class AlertDeskTest {
    private static final AlertType SCAN = AlertType.SCAN_VERTICAL;
    private static final long MINUTE_NS = 60 * SECOND_NS;

    private final List<Alert> told = new ArrayList<>();
    private final AlertDesk desk = new AlertDesk(surroundings(List.of()), told::add);

    private static Surroundings surroundings(List<String> allow) {
        DetectConfig none = DetectConfig.DEFAULT.only();
        return new Surroundings(none.allowing(allow), 1);
    }

    private long open(int source, long count, long nowNs) {
        return desk.open(SCAN, source(source), Findings.of(count, nowNs), nowNs);
    }

    @Test
    void anAlertIsToldWhenItOpensAndWhenItCloses() {
        long handle = open(1, 5, MIDNIGHT_NS);
        assertThat(desk.isOpen(handle)).isTrue();
        desk.close(handle, Findings.of(9, MIDNIGHT_NS + SECOND_NS), MIDNIGHT_NS + SECOND_NS);
        assertThat(desk.isOpen(handle)).isFalse();
        assertThat(told).extracting(Alert::state).containsExactly(AlertState.OPEN, AlertState.CLOSE);
        assertThat(told).extracting(Alert::revision).containsExactly(1, 2);
        assertThat(told).extracting(Alert::count).containsExactly(5L, 9L);
        assertThat(told).extracting(Alert::id).containsOnly(told.get(0).id());
        assertThat(told.get(1).detectedNs()).isEqualTo(MIDNIGHT_NS);
        assertThat(told.get(1).publishedNs()).isEqualTo(MIDNIGHT_NS + SECOND_NS);
    }

    @Test
    void oneOfATypeIsOpenForASubjectAtMost() {
        long first = open(1, 5, MIDNIGHT_NS);
        assertThat(open(1, 6, MIDNIGHT_NS + SECOND_NS)).isEqualTo(first);
        assertThat(open(2, 5, MIDNIGHT_NS)).isNotEqualTo(first);
        assertThat(desk.open(AlertType.SCAN_UDP, source(1), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS))
                .isNotEqualTo(first);
        assertThat(desk.openAlerts()).isEqualTo(3);
        assertThat(told).hasSize(3).allMatch(alert -> alert.state() == AlertState.OPEN);
    }

    @Test
    void openingAgainTellsOnceItIsDue() {
        open(1, 5, MIDNIGHT_NS);
        open(1, 19, MIDNIGHT_NS + SECOND_NS);
        assertThat(told).hasSize(1);
        open(1, 20, MIDNIGHT_NS + 2 * SECOND_NS);
        assertThat(told).hasSize(2);
        assertThat(told.get(1).state()).isEqualTo(AlertState.UPDATE);
        assertThat(told.get(1).count()).isEqualTo(20);
    }

    @Test
    void anUpdateIsDueAtFourTimesTheCountOrAfterFifteenMinutes() {
        long handle = open(1, 5, MIDNIGHT_NS);
        assertThat(desk.goesOn(handle, 19, MIDNIGHT_NS)).isFalse();
        assertThat(desk.goesOn(handle, 20, MIDNIGHT_NS)).isTrue();
        desk.update(handle, Findings.of(20, MIDNIGHT_NS), MIDNIGHT_NS);
        assertThat(desk.goesOn(handle, 79, MIDNIGHT_NS + 15 * MINUTE_NS - 1)).isFalse();
        assertThat(desk.goesOn(handle, 21, MIDNIGHT_NS + 15 * MINUTE_NS)).isTrue();
        assertThat(desk.goesOn(AlertDesk.NONE, 1 << 20, MIDNIGHT_NS)).isFalse();
    }

    @Test
    void whatIsQuietForFifteenMinutesIsClosedInTheOrderOfOpening() {
        long late = open(3, 5, MIDNIGHT_NS);
        open(1, 5, MIDNIGHT_NS);
        open(2, 5, MIDNIGHT_NS + SECOND_NS);
        desk.goesOn(late, 6, MIDNIGHT_NS + MINUTE_NS);
        desk.onTick(MIDNIGHT_NS + 15 * MINUTE_NS - 1);
        assertThat(told).hasSize(3);
        desk.onTick(MIDNIGHT_NS + 15 * MINUTE_NS + SECOND_NS);
        assertThat(told.subList(3, 5)).extracting(Alert::subject).containsExactly(source(1), source(2));
        assertThat(desk.isOpen(late)).isTrue();
        desk.onTick(MIDNIGHT_NS + 16 * MINUTE_NS);
        assertThat(desk.openAlerts()).isZero();
        assertThat(told).hasSize(6);
    }

    @Test
    void theEndOfInputClosesAllInTheOrderOfOpening() {
        for (int i = 0; i < 20; i++) {
            open(i, 5, MIDNIGHT_NS);
        }
        desk.finish(MIDNIGHT_NS + SECOND_NS);
        assertThat(told.subList(20, 40))
                .extracting(Alert::id)
                .isEqualTo(told.subList(0, 20).stream().map(Alert::id).toList());
        assertThat(told.subList(20, 40)).allMatch(alert -> alert.state() == AlertState.CLOSE);
        assertThat(desk.openAlerts()).isZero();
    }

    @Test
    void aHandleOfAClosedAlertMeansNothingThoughItsPlaceIsTaken() {
        long old = open(1, 5, MIDNIGHT_NS);
        desk.close(old, Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS);
        long next = open(2, 5, MIDNIGHT_NS);
        desk.update(old, Findings.of(99, MIDNIGHT_NS), MIDNIGHT_NS);
        desk.close(old, Findings.of(99, MIDNIGHT_NS), MIDNIGHT_NS);
        assertThat(desk.isOpen(next)).isTrue();
        assertThat(told).extracting(Alert::count).doesNotContain(99L);
    }

    @Test
    void idsAreUuidsOfVersion7ThatSayWhen() {
        Set<String> ids = new HashSet<>();
        long nowNs = MIDNIGHT_NS;
        for (int i = 0; i < 2_000; i++) {
            desk.close(open(i % 7, 5, nowNs), Findings.of(5, nowNs), nowNs);
            nowNs += i % 3 == 0 ? SECOND_NS : 1;
        }
        for (Alert alert : told) {
            assertThat(alert.id()).matches("[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}");
            assertThat(Long.parseLong(alert.id().substring(0, 12), 16)).isEqualTo(alert.detectedNs() / 1_000_000);
            ids.add(alert.id());
        }
        assertThat((long) ids.size()).isEqualTo(desk.counters().of(Fate.OPENED));
    }

    @Test
    void theSameFindingsHaveTheSameIds() {
        List<String> ids = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            AlertDesk again = new AlertDesk(surroundings(List.of()), told::add);
            again.open(SCAN, source(1), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS);
            ids.add(told.get(told.size() - 1).id());
        }
        assertThat(ids.get(0)).isEqualTo(ids.get(1));
    }

    @Test
    void whatIsOnTheAllowListIsCountedAndNotTold() {
        Surroundings surroundings = surroundings(List.of("scan from 10.0.0.1"));
        AlertDesk allowing = new AlertDesk(surroundings, told::add);
        assertThat(allowing.isAllowed(SCAN, source(1))).isTrue();
        assertThat(allowing.open(SCAN, source(1), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS))
                .isEqualTo(AlertDesk.NONE);
        assertThat(allowing.counters().of(Fate.ALLOWED, SCAN)).isEqualTo(1);
        assertThat(told).isEmpty();
        surroundings.allow(AllowList.EMPTY);
        assertThat(allowing.open(SCAN, source(1), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS))
                .isNotEqualTo(AlertDesk.NONE);
    }

    @Test
    void anAllowedAlertIsCountedOnceHoweverOftenItWouldHaveGoneOn() {
        AlertDesk allowing = new AlertDesk(surroundings(List.of("scan from 10.0.0.0/24")), told::add);
        for (int minute = 0; minute < 60; minute++) {
            for (int source = 1; source <= 3; source++) {
                long nowNs = MIDNIGHT_NS + minute * MINUTE_NS;
                allowing.open(SCAN, source(source), Findings.of(5 + minute, nowNs), nowNs);
            }
        }
        assertThat(allowing.counters().of(Fate.ALLOWED, SCAN)).isEqualTo(3);
        allowing.open(AlertType.SCAN_UDP, source(1), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS + 60 * MINUTE_NS);
        assertThat(allowing.counters().of(Fate.ALLOWED)).isEqualTo(4);
        long later = MIDNIGHT_NS + 75 * MINUTE_NS;
        allowing.open(SCAN, source(1), Findings.of(5, later), later);
        assertThat(allowing.counters().of(Fate.ALLOWED, SCAN)).isEqualTo(4);
        assertThat(told).isEmpty();
    }

    @Test
    void manyAllowedAlertsTakeNoRoomFromOthers() {
        AlertDesk allowing = new AlertDesk(surroundings(List.of("scan from 10.0.0.0/8")), told::add);
        for (int i = 0; i < 3 * AlertDesk.MOST_OPEN; i++) {
            allowing.open(SCAN, source(i), Findings.of(5, MIDNIGHT_NS), MIDNIGHT_NS);
        }
        assertThat(allowing.counters().of(Fate.ALLOWED)).isEqualTo(3L * AlertDesk.MOST_OPEN);
        assertThat(allowing.openAlerts()).isZero();
    }

    @Test
    void whatComesWhenTooManyAreOpenIsRefusedAndCounted() {
        for (int i = 0; i < AlertDesk.MOST_OPEN; i++) {
            assertThat(open(i, 5, MIDNIGHT_NS)).isNotEqualTo(AlertDesk.NONE);
        }
        assertThat(open(1 << 20, 5, MIDNIGHT_NS)).isEqualTo(AlertDesk.NONE);
        assertThat(open(7, 6, MIDNIGHT_NS)).isNotEqualTo(AlertDesk.NONE);
        assertThat(desk.counters().of(Fate.REFUSED, SCAN)).isEqualTo(1);
        desk.finish(MIDNIGHT_NS);
        assertThat(open(1 << 20, 5, MIDNIGHT_NS)).isNotEqualTo(AlertDesk.NONE);
    }

    private void fill(Level level) {
        for (int i = 0; i < AlertDesk.MOST_OPEN; i++) {
            desk.open(SCAN, source(i), at(level, MIDNIGHT_NS), MIDNIGHT_NS);
        }
    }

    private static Finding at(Level level, long nowNs) {
        Finding finding = Findings.of(5, nowNs);
        return new Finding(
                level, 90, "", finding.firstNs(), finding.lastNs(), 5, finding.message(), finding.evidence());
    }

    @Test
    void whatMattersMoreTakesThePlaceOfWhatMattersLeast() {
        fill(Level.LOW);
        long nowNs = MIDNIGHT_NS + SECOND_NS;
        long third = desk.open(SCAN, source(2), at(Level.LOW, nowNs), nowNs);
        desk.open(SCAN, source(0), at(Level.LOW, nowNs), nowNs);
        told.clear();
        for (int i = 0; i < 3; i++) {
            assertThat(desk.isOpen(desk.open(AlertType.FLOOD_SYN, source(i), at(Level.HIGH, nowNs), nowNs)))
                    .isTrue();
        }
        assertThat(told).filteredOn(alert -> alert.state() == AlertState.OPEN).hasSize(3);
        assertThat(told)
                .filteredOn(alert -> alert.state() == AlertState.CLOSE)
                .extracting(Alert::subject)
                .containsExactly(source(1), source(3), source(4));
        assertThat(told)
                .filteredOn(alert -> alert.state() == AlertState.CLOSE)
                .allMatch(
                        alert -> alert.message().endsWith("; not followed any more, as others came that matter more"));
        assertThat(desk.isOpen(third)).isTrue();
        assertThat(desk.openAlerts()).isEqualTo(AlertDesk.MOST_OPEN);
        assertThat(desk.counters().of(Fate.DISPLACED, SCAN)).isEqualTo(3);
        assertThat(desk.counters().of(Fate.REFUSED)).isZero();
    }

    @Test
    void whatMattersAsMuchTakesThePlaceOfWhatIsStill() {
        fill(Level.HIGH);
        assertThat(desk.open(SCAN, source(1 << 20), at(Level.HIGH, MIDNIGHT_NS), MIDNIGHT_NS + AlertDesk.STILL_NS - 1))
                .isEqualTo(AlertDesk.NONE);
        long laterNs = MIDNIGHT_NS + AlertDesk.STILL_NS;
        assertThat(desk.open(SCAN, source(1 << 20), at(Level.MEDIUM, laterNs), laterNs))
                .isEqualTo(AlertDesk.NONE);
        assertThat(desk.open(SCAN, source(1 << 20), at(Level.HIGH, laterNs), laterNs))
                .isNotEqualTo(AlertDesk.NONE);
        assertThat(desk.counters().of(Fate.REFUSED)).isEqualTo(2);
        assertThat(desk.counters().of(Fate.DISPLACED)).isEqualTo(1);
    }

    @Test
    void anAlertWhoseLevelRisesIsKeptByItsNewOne() {
        fill(Level.LOW);
        long first = desk.open(SCAN, source(0), at(Level.LOW, MIDNIGHT_NS), MIDNIGHT_NS);
        desk.update(first, at(Level.CRITICAL, MIDNIGHT_NS), MIDNIGHT_NS);
        for (int i = 1; i < AlertDesk.MOST_OPEN; i++) {
            desk.open(AlertType.FLOOD_SYN, source(i), at(Level.MEDIUM, MIDNIGHT_NS), MIDNIGHT_NS);
        }
        assertThat(desk.isOpen(first)).isTrue();
        assertThat(desk.counters().of(Fate.DISPLACED)).isEqualTo(AlertDesk.MOST_OPEN - 1);
    }

    @Test
    void whatIsRefusedIsToldOnceASecondIsOver() {
        fill(Level.LOW);
        desk.onTick(MIDNIGHT_NS + SECOND_NS);
        told.clear();
        for (int i = 0; i < 100_000; i++) {
            desk.open(AlertType.SCAN_UDP, source(i), at(Level.LOW, MIDNIGHT_NS), MIDNIGHT_NS + SECOND_NS);
        }
        assertThat(desk.counters().of(Fate.REFUSED, AlertType.SCAN_UDP)).isEqualTo(100_000);
        assertThat(told).isEmpty();
        desk.onTick(MIDNIGHT_NS + 2 * SECOND_NS);
        Alert account = told.get(0);
        assertThat(told).hasSize(1);
        assertThat(account.type()).isEqualTo(AlertType.ALERTS_SUPPRESSED);
        assertThat(account.message())
                .contains("; 100000 alerts were refused, as 8192 that matter as much were open: scan.udp 100000");
        assertThat(account.evidence().values())
                .containsEntry("refused", 100_000L)
                .containsEntry("most_open", 8192L);
        assertThat(account.evidence().score()).isGreaterThan(account.evidence().threshold());
    }

    /** As if 8,600 strangers had each tried five hosts, and then somebody floods one. */
    @Test
    void anUrgentAlertGetsOutOfAStormOfLesserOnes() {
        for (int i = 0; i < 20_000; i++) {
            long nowNs = MIDNIGHT_NS + i * 10_000L;
            desk.open(SCAN, source(i), at(i % 2 == 0 ? Level.INFO : Level.LOW, nowNs), nowNs);
        }
        assertThat(told).filteredOn(alert -> alert.state() == AlertState.OPEN).hasSize(60);
        told.clear();
        long nowNs = MIDNIGHT_NS + SECOND_NS / 2;
        for (Level level : List.of(Level.MEDIUM, Level.HIGH, Level.CRITICAL)) {
            desk.open(AlertType.FLOOD_SYN, source(level.rank()), at(level, nowNs), nowNs);
        }
        assertThat(told)
                .filteredOn(alert -> alert.state() == AlertState.OPEN)
                .extracting(Alert::level)
                .containsExactly(Level.MEDIUM, Level.HIGH, Level.CRITICAL);
    }

    @Test
    void noMoreThanNinetyAreToldInASecondHoweverTheirLevels() {
        for (int i = 0; i < 5_000; i++) {
            Level level = Level.INFO.moved(i / 1_000);
            desk.open(SCAN, source(i), at(level, MIDNIGHT_NS), MIDNIGHT_NS);
        }
        assertThat(told).hasSize(90);
    }

    @Test
    void aStormOfFiveThousandIsFiftyAndOneThatSaysHowManyMore() {
        for (int i = 0; i < 5_000; i++) {
            open(i, 5, MIDNIGHT_NS + i * 100_000L);
        }
        assertThat(told).hasSize(50).allMatch(alert -> alert.state() == AlertState.OPEN);
        desk.onTick(MIDNIGHT_NS + SECOND_NS - 1);
        assertThat(told).hasSize(50);
        desk.onTick(MIDNIGHT_NS + SECOND_NS);
        assertThat(told).hasSize(51);
        Alert summary = told.get(50);
        assertThat(summary.type()).isEqualTo(AlertType.ALERTS_SUPPRESSED);
        assertThat(summary.count()).isEqualTo(4_950);
        assertThat(summary.message()).startsWith("4950 alerts were not told").endsWith("scan.vertical 4950");
        assertThat(summary.evidence().values()).containsEntry("suppressed", 4_950L);
        desk.finish(MIDNIGHT_NS + 5 * SECOND_NS);
        assertThat(told).hasSize(102);
        assertThat(told.subList(51, 102)).allMatch(alert -> alert.state() == AlertState.CLOSE);
        assertThat(desk.counters().of(Fate.OPENED, SCAN)).isEqualTo(50);
        assertThat(desk.counters().of(Fate.CLOSED, SCAN)).isEqualTo(50);
        assertThat(desk.counters().of(Fate.SUPPRESSED)).isEqualTo(4_950);
    }

    @Test
    void aStormThatLastsIsOneSummaryToldAgainAsItGrows() {
        for (int i = 0; i < 8_000; i++) {
            open(i, 5, MIDNIGHT_NS + i * SECOND_NS / 200);
            desk.onTick(MIDNIGHT_NS + i * SECOND_NS / 200);
        }
        List<Alert> summaries = told.stream()
                .filter(alert -> alert.type() == AlertType.ALERTS_SUPPRESSED)
                .toList();
        assertThat(summaries).extracting(Alert::count).containsExactly(150L, 600L, 2_400L);
        assertThat(summaries)
                .extracting(Alert::id)
                .containsOnly(summaries.get(0).id());
    }

    @Test
    void aSecondStormIsToldOfItself() {
        for (int i = 0; i < 150; i++) {
            open(i, 5, MIDNIGHT_NS);
        }
        long laterNs = MIDNIGHT_NS + 3_600 * SECOND_NS;
        for (long nowNs = MIDNIGHT_NS; nowNs < laterNs; nowNs += SECOND_NS) {
            desk.onTick(nowNs);
        }
        told.clear();
        for (int i = 1_000; i < 1_060; i++) {
            open(i, 5, laterNs);
        }
        desk.onTick(laterNs + SECOND_NS);
        Alert summary = told.get(50);
        assertThat(summary.type()).isEqualTo(AlertType.ALERTS_SUPPRESSED);
        assertThat(summary.count()).isEqualTo(10);
        assertThat(summary.firstNs()).isEqualTo(laterNs);
        assertThat(summary.message()).startsWith("10 alerts were not told").endsWith("scan.vertical 10");
    }

    @Test
    void anAlertWhoseBeginningWasHeldBackIsToldAsNewWhenItGrows() {
        for (int i = 0; i < 50; i++) {
            open(i, 5, MIDNIGHT_NS);
        }
        long held = open(50, 5, MIDNIGHT_NS);
        assertThat(told).hasSize(50);
        assertThat(desk.goesOn(held, 6, MIDNIGHT_NS + SECOND_NS)).isFalse();
        assertThat(desk.goesOn(held, 20, MIDNIGHT_NS + SECOND_NS)).isTrue();
        desk.update(held, Findings.of(20, MIDNIGHT_NS + SECOND_NS), MIDNIGHT_NS + SECOND_NS);
        assertThat(told.get(50).state()).isEqualTo(AlertState.OPEN);
        assertThat(told.get(50).revision()).isEqualTo(1);
    }

    @Test
    void whateverHappensEveryToldAlertOpensOnceAndClosesOnce() {
        long seed = 20260801;
        Random random = new Random(seed);
        Map<Integer, Long> handles = new HashMap<>();
        long nowNs = MIDNIGHT_NS;
        for (int i = 0; i < 60_000; i++) {
            nowNs += (long) (random.nextDouble() * SECOND_NS / 100);
            int source = random.nextInt(300);
            switch (random.nextInt(4)) {
                case 0 -> handles.put(source, open(source, 1 + random.nextInt(1_000), nowNs));
                case 1 -> {
                    long handle = handles.getOrDefault(source, AlertDesk.NONE);
                    long count = random.nextInt(100_000);
                    if (desk.goesOn(handle, count, nowNs)) {
                        desk.update(handle, Findings.of(count, nowNs), nowNs);
                    }
                }
                case 2 -> desk.close(handles.getOrDefault(source, AlertDesk.NONE), Findings.of(1, nowNs), nowNs);
                default -> {
                    nowNs += random.nextInt(1_000) == 0 ? 20 * MINUTE_NS : 0;
                    desk.onTick(nowNs);
                }
            }
        }
        desk.finish(nowNs);
        Map<String, Integer> revisions = new HashMap<>();
        Set<String> over = new HashSet<>();
        Map<Long, Integer> perSecond = new HashMap<>();
        for (Alert alert : told) {
            assertThat(over).as("seed %d", seed).doesNotContain(alert.id());
            int revision = revisions.merge(alert.id(), 1, Integer::sum);
            assertThat(alert.revision()).as("seed %d", seed).isEqualTo(revision);
            assertThat(alert.state() == AlertState.OPEN).as("seed %d", seed).isEqualTo(revision == 1);
            if (alert.state() == AlertState.CLOSE) {
                over.add(alert.id());
            } else if (alert.type() == SCAN) {
                perSecond.merge(alert.publishedNs() / SECOND_NS, 1, Integer::sum);
            }
        }
        assertThat(over).isEqualTo(revisions.keySet());
        assertThat(perSecond.values()).allMatch(count -> count <= AlertLimit.MOST_PER_SECOND);
        assertThat(desk.counters().of(Fate.OPENED)).isEqualTo(desk.counters().of(Fate.CLOSED));
    }
}
