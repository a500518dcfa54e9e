package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vedette.detect.Alert;
import vedette.detect.AlertType;
import vedette.detect.Findings;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

@Timeout(60)
class ExportingAgentTest {
    private final ExportCounters counters = new ExportCounters(System::nanoTime);
    private final FakeExporter exporter = new FakeExporter();

    /** Notes flow ids; holds the thread until told to go on, fails when told to. */
    private final class FakeExporter implements Exporter {
        final List<Long> seen = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch gate = new CountDownLatch(0);
        long failAt = -1;
        int pendingRecords;
        int alerts;
        int flushes;
        int closes;
        boolean flushBeforeClose;

        @Override
        public void onFlow(Flow flow) throws IOException {
            entered.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            if (flow.flowId() == failAt) {
                throw new IOException("cannot write x: No space left on device");
            }
            seen.add(flow.flowId());
            if (++pendingRecords == 10) {
                settle();
            }
        }

        @Override
        public void onAlert(Alert alert) {
            alerts++;
            counters.alerts().sent().add(1, 0, 0);
        }

        private void settle() {
            counters.sent().add(pendingRecords, 9L * pendingRecords, 490L * pendingRecords);
            pendingRecords = 0;
        }

        @Override
        public void flush() {
            flushes++;
            settle();
        }

        @Override
        public void close() {
            closes++;
            flushBeforeClose = flushes == 1;
        }
    }

    private static void offer(ExportingAgent agent, int from, int to) {
        FlowRecords record = FlowRecords.tcp();
        for (int i = from; i < to; i++) {
            agent.onFlow(record.id(i, 1).flow());
        }
    }

    private void everyRecordIsAccountedFor() {
        assertThat(counters.queuedRecords()).isZero();
        for (long perRecord : new long[] {1, 9, 490}) {
            long sum = unit(counters.sent(), perRecord);
            for (DropReason reason : DropReason.values()) {
                sum += unit(counters.dropped(reason), perRecord);
            }
            assertThat(sum).isEqualTo(unit(counters.offered(), perRecord));
            assertThat(unit(counters.offered(), perRecord))
                    .isEqualTo(perRecord * counters.offered().records());
        }
    }

    private static long unit(ExportTotal total, long perRecord) {
        return perRecord == 1 ? total.records() : perRecord == 9 ? total.packets() : total.octets();
    }

    private ExportingAgent live() {
        return ExportingAgent.live("udp", exporter, counters, 8, Duration.ofSeconds(30))
                .start();
    }

    /** Its exporter has one flow and does not go on before the gate is opened. */
    private ExportingAgent standingStill() throws InterruptedException {
        exporter.gate = new CountDownLatch(1);
        ExportingAgent agent = live();
        offer(agent, 0, 1);
        exporter.entered.await();
        return agent;
    }

    @Test
    void aReplayWaitsAndLosesNothing() {
        ExportingAgent agent =
                ExportingAgent.replay("file", exporter, counters, 8).start();
        offer(agent, 0, 10_001);
        agent.close();
        assertThat(exporter.seen).hasSize(10_001).isSorted();
        assertThat(counters.sent().records()).isEqualTo(10_001);
        assertThat(agent.failure()).isNull();
        assertThat(exporter.closes).isEqualTo(1);
        assertThat(exporter.flushBeforeClose).isTrue();
        everyRecordIsAccountedFor();
    }

    @Test
    void aFullQueueOfALiveSensorDropsAndCounts() throws InterruptedException {
        exporter.gate = new CountDownLatch(1);
        ExportingAgent agent = live();
        offer(agent, 0, 1);
        assertThat(exporter.entered.await(30, TimeUnit.SECONDS)).isTrue();
        offer(agent, 1, 100);
        assertThat(counters.dropped(DropReason.QUEUE_FULL).records()).isEqualTo(92);
        assertThat(counters.queuedRecords()).isEqualTo(8);
        exporter.gate.countDown();
        agent.close();
        assertThat(exporter.seen).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
        everyRecordIsAccountedFor();
    }

    @Test
    void offeringARecordAllocatesNothing() {
        ExportingAgent agent = ExportingAgent.live("none", new NoExporter(), counters, 64, Duration.ofSeconds(30))
                .start();
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        Flow flow = FlowRecords.tcp().flow();
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100_000; i++) {
                agent.onFlow(flow);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        agent.close();
        assertThat(allocated).as("octets for 100,000 records").isLessThan(10_000);
        assertThat(counters.offered().records()).isEqualTo(300_000);
    }

    private static final class NoExporter implements Exporter {
        @Override
        public void onFlow(Flow flow) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void closingALiveSensorTakesNoLongerThanItMay() throws InterruptedException {
        exporter.gate = new CountDownLatch(1);
        ExportingAgent agent = ExportingAgent.live("udp", exporter, counters, 64, Duration.ofMillis(50))
                .start();
        offer(agent, 0, 50);
        assertThat(exporter.entered.await(30, TimeUnit.SECONDS)).isTrue();
        agent.close();
        assertThat(counters.dropped(DropReason.DEADLINE).records()).isEqualTo(49);
        assertThat(exporter.closes).isEqualTo(1);
        everyRecordIsAccountedFor();
    }

    @Test
    void theLastFlowsOfALiveSensorWaitForRoom() {
        ExportingAgent agent = live();
        agent.lastCall();
        offer(agent, 0, 20_000);
        agent.close();
        assertThat(exporter.seen).hasSize(20_000);
        everyRecordIsAccountedFor();
    }

    @Test
    void theLastFlowsOfALiveSensorDoNotWaitForAnExporterThatStandsStill() throws InterruptedException {
        ExportingAgent agent = standingStill();
        agent.lastCall();
        offer(agent, 1, 1_000);
        assertThat(counters.dropped(DropReason.QUEUE_FULL).records()).isBetween(900L, 999L);
        exporter.gate.countDown();
        agent.close();
        everyRecordIsAccountedFor();
    }

    @Test
    void theLastAlertsOfALiveSensorWaitForRoom() throws InterruptedException {
        ExportingAgent agent = standingStill();
        Alert alert = alert(5);
        agent.lastCall();
        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(exporter.gate::countDown);
        for (int i = 0; i < ExportingAgent.QUEUED_ALERTS + 300; i++) {
            agent.onAlert(alert);
        }
        agent.close();
        assertThat(exporter.alerts).isEqualTo(ExportingAgent.QUEUED_ALERTS + 300);
        assertThat(counters.alerts().droppedRecords()).isZero();
        everyRecordIsAccountedFor();
    }

    @Test
    void theLastAlertsOfALiveSensorDoNotWaitForAnExporterThatStandsStill() throws InterruptedException {
        ExportingAgent agent = standingStill();
        agent.lastCall();
        long beforeNs = System.nanoTime();
        for (int i = 0; i < ExportingAgent.QUEUED_ALERTS + 300; i++) {
            agent.onAlert(alert(5));
        }
        offer(agent, 1, 100);
        assertThat(System.nanoTime() - beforeNs).isLessThan(TimeUnit.SECONDS.toNanos(10));
        assertThat(counters.alerts().dropped(DropReason.QUEUE_FULL).records()).isEqualTo(300);
        exporter.gate.countDown();
        agent.close();
        assertThat(counters.alerts().queuedRecords()).isZero();
        everyRecordIsAccountedFor();
    }

    @Test
    void aFailingExporterIsGivenNothingMoreAndItsRecordsAreCounted() {
        exporter.failAt = 105;
        ExportingAgent agent =
                ExportingAgent.replay("file", exporter, counters, 8).start();
        offer(agent, 0, 5_000);
        agent.close();
        assertThat(agent.failure()).isInstanceOf(IOException.class).hasMessageContaining("No space left");
        assertThat(exporter.seen).hasSize(105);
        assertThat(counters.sent().records()).isEqualTo(100);
        assertThat(counters.dropped(DropReason.EXPORTER_FAILED).records()).isEqualTo(4_900);
        assertThat(exporter.closes).isEqualTo(1);
        everyRecordIsAccountedFor();
    }

    /** Notes numbers of flows, and of alerts below zero. */
    private final class OrderExporter implements Exporter {
        final List<Long> seen = new ArrayList<>();

        @Override
        public void onFlow(Flow flow) {
            seen.add(flow.flowId());
            counters.sent().add(1, 9, 490);
        }

        @Override
        public void onAlert(Alert alert) throws IOException {
            seen.add(-alert.count());
            if (alert.count() == 4_000) {
                throw new IOException("cannot go on");
            }
            counters.alerts().sent().add(1, 0, 0);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    private static Alert alert(long count) {
        return Findings.alert(AlertType.SCAN_UDP, Findings.source(1), Findings.of(count, Findings.MIDNIGHT_NS));
    }

    @Test
    void flowsAndAlertsComeOutInTheOrderInWhichTheyWentIn() {
        long seed = 7;
        Random random = new Random(seed);
        OrderExporter order = new OrderExporter();
        ExportingAgent agent = ExportingAgent.replay("file", order, counters, 4).start();
        List<Long> offered = new ArrayList<>();
        FlowRecords record = FlowRecords.tcp();
        for (long i = 1; i < 4_000; i++) {
            if (random.nextInt(3) == 0) {
                agent.onAlert(alert(i));
                offered.add(-i);
            } else {
                agent.onFlow(record.id(i, 1).flow());
                offered.add(i);
            }
        }
        agent.close();
        assertThat(order.seen).as("seed %d", seed).isEqualTo(offered);
        everyRecordIsAccountedFor();
        assertThat(counters.alerts().queuedRecords()).isZero();
        assertThat(counters.alerts().droppedRecords()).isZero();
    }

    @Test
    void alertsThatAFailedExporterLeftAreCounted() {
        ExportingAgent agent =
                ExportingAgent.replay("file", new OrderExporter(), counters, 4).start();
        for (long i = 3_990; i < 6_000; i++) {
            agent.onAlert(alert(i));
        }
        agent.close();
        assertThat(agent.failure()).hasMessage("cannot go on");
        assertThat(counters.alerts().sent().records()).isEqualTo(10);
        assertThat(counters.alerts().dropped(DropReason.EXPORTER_FAILED).records())
                .isEqualTo(2_000);
        assertThat(counters.alerts().queuedRecords()).isZero();
    }

    @Test
    void aLiveSensorDropsAlertsThatFindNoRoom() throws InterruptedException {
        exporter.gate = new CountDownLatch(1);
        ExportingAgent agent = live();
        offer(agent, 0, 1);
        assertThat(exporter.entered.await(30, TimeUnit.SECONDS)).isTrue();
        for (int i = 0; i < ExportingAgent.QUEUED_ALERTS + 7; i++) {
            agent.onAlert(alert(5));
        }
        assertThat(counters.alerts().dropped(DropReason.QUEUE_FULL).records()).isEqualTo(7);
        exporter.gate.countDown();
        agent.close();
    }
}
