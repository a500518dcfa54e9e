package vedette.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowIndexTest {
    private final FlowStore store = new FlowStore();
    private final FlowIndex index = new FlowIndex(store);
    private final FlowKey key = new FlowKey(VlanKey.NONE, true, 1);
    private final Flow flow = new Flow();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void answersAsAMapDoesThroughRandomSteps(long seed) {
        Random random = new Random(seed);
        Map<Integer, Integer> expected = new HashMap<>();
        for (int step = 0; step < 50_000; step++) {
            int number = random.nextInt(3000);
            takeKey(number, random.nextBoolean());
            Integer record = expected.get(number);
            assertThat(index.find(key, flow))
                    .as("seed %d step %d", seed, step)
                    .isEqualTo(record == null ? FlowStore.NONE : record);
            if (record == null) {
                expected.put(number, add());
            } else if (random.nextInt(3) == 0) {
                index.remove(flow.hash(), record);
                store.release(record);
                expected.remove(number);
            }
            assertThat(index.size()).isEqualTo(expected.size());
        }
    }

    /** Few hashes for many keys, so that probe runs are long and wrap round the end of the table. */
    private void takeKey(int number, boolean reversed) {
        key.sourceLo = reversed ? 2 : 1;
        key.destinationLo = reversed ? 1 : 2;
        key.sourcePort = reversed ? 80 : number;
        key.destinationPort = reversed ? number : 80;
        key.protocol = 17;
        key.ipVersion = 4;
        key.hash = -1 - number % 500;
    }

    private int add() {
        int record = store.take();
        store.wrap(flow, record).key(key);
        index.add(key.hash, record);
        return record;
    }
}
