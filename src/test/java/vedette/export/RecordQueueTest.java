package vedette.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.flow.Flow;
import vedette.flow.FlowRecords;

class RecordQueueTest {
    @ParameterizedTest
    @CsvSource({"1,2", "2,2", "3,4", "4,4", "5,8", "4096,4096", "4097,8192"})
    void roomIsRoundedUpToAPowerOfTwo(int asked, int given) {
        assertThat(new RecordQueue(asked).capacity()).isEqualTo(given);
    }

    @Test
    void behavesLikeABoundedQueueOfCopies() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        RecordQueue queue = new RecordQueue(16);
        Queue<Long> model = new ArrayDeque<>();
        Flow taken = new Flow();
        FlowRecords record = FlowRecords.tcp();
        for (long step = 0; step < 100_000; step++) {
            if (random.nextInt(100) < 50) {
                boolean room = model.size() < 16;
                record.id(step, 1);
                assertThat(queue.offer(record.flow())).as("seed %d", seed).isEqualTo(room);
                if (room) {
                    model.add(step);
                }
            } else {
                Long expected = model.poll();
                assertThat(queue.peek(taken)).as("seed %d", seed).isEqualTo(expected != null);
                if (expected != null) {
                    assertThat(taken.flowId()).as("seed %d", seed).isEqualTo(expected);
                    queue.release();
                }
            }
        }
    }

    @Test
    void twoThreadsLoseNothingAndKeepTheOrder() throws InterruptedException {
        int records = 300_000;
        RecordQueue queue = new RecordQueue(64);
        Thread producer = new Thread(() -> {
            FlowRecords record = FlowRecords.tcp();
            for (int i = 0; i < records; i++) {
                record.id(i, i).counted(Flow.REVERSE, i, ~i & 0xFFFF_FFFFL);
                while (!queue.offer(record.flow())) {
                    Thread.onSpinWait();
                    Thread.yield();
                }
            }
        });
        producer.setDaemon(true);
        producer.start();
        Flow taken = new Flow();
        for (int i = 0; i < records; ) {
            if (!queue.peek(taken)) {
                Thread.yield();
                continue;
            }
            if (taken.flowId() != i
                    || taken.packets(Flow.REVERSE) != i
                    || taken.octets(Flow.REVERSE) != (~i & 0xFFFF_FFFFL)) {
                assertThat(taken.flowId()).as("torn or lost record").isEqualTo(i);
                assertThat(taken.packets(Flow.REVERSE)).as("torn record %d", i).isEqualTo(i);
                assertThat(taken.octets(Flow.REVERSE)).as("torn record %d", i).isEqualTo(~i & 0xFFFF_FFFFL);
            }
            queue.release();
            i++;
        }
        producer.join();
        assertThat(queue.peek(taken)).isFalse();
    }
}
