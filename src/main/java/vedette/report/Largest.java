package vedette.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What is summed up by keys, as long as there are not too many of them: then the half that weighs less is forgotten, after which sums are of
 * what was seen since.
 */
final class Largest<K extends Comparable<K>, V> {
    private record Weighed<K, V>(long weight, Map.Entry<K, V> entry) {}

    private final int most;
    private final Supplier<V> first;
    private final ToLongFunction<V> weight;
    private final Map<K, V> kept = new LinkedHashMap<>();
    private boolean pruned;

    /**
     * @param most keys that are kept
     * @param first makes the sums of a new key
     * @param weight how much sums weigh
     */
    Largest(int most, Supplier<V> first, ToLongFunction<V> weight) {
        this.most = most;
        this.first = first;
        this.weight = weight;
    }

    /** The sums of a key, to be added to. */
    V of(K key) {
        V sums = kept.get(key);
        if (sums == null) {
            if (kept.size() >= most) {
                forgetHalf();
            }
            sums = first.get();
            kept.put(key, sums);
        }
        return sums;
    }

    /** Of those that weigh alike, the first stay. */
    private void forgetHalf() {
        long[] weights = kept.values().stream().mapToLong(weight).sorted().toArray();
        long least = weights[weights.length / 2];
        long room = Arrays.stream(weights, weights.length / 2, weights.length)
                .filter(some -> some == least)
                .count();
        Iterator<V> all = kept.values().iterator();
        while (all.hasNext()) {
            long some = weight.applyAsLong(all.next());
            if (some < least || some == least && room-- <= 0) {
                all.remove();
            }
        }
        pruned = true;
    }

    /** So many of those that weigh most, by this weight. */
    List<Map.Entry<K, V>> top(int count, ToLongFunction<V> by) {
        List<Map.Entry<K, V>> ranked = ranked(by);
        return ranked.subList(0, Math.min(count, ranked.size()));
    }

    List<Map.Entry<K, V>> top(int count) {
        return top(count, weight);
    }

    private List<Map.Entry<K, V>> ranked(ToLongFunction<V> by) {
        List<Weighed<K, V>> weighed = new ArrayList<>(kept.size());
        kept.forEach((key, value) -> weighed.add(new Weighed<>(by.applyAsLong(value), Map.entry(key, value))));
        weighed.sort(Comparator.comparingLong((Weighed<K, V> one) -> one.weight)
                .reversed()
                .thenComparing(one -> one.entry.getKey()));
        return weighed.stream().map(Weighed::entry).toList();
    }

    Iterable<Map.Entry<K, V>> all() {
        return kept.entrySet();
    }

    int size() {
        return kept.size();
    }

    boolean isEmpty() {
        return kept.isEmpty();
    }

    /** How many keys stay when some are forgotten. */
    int staying() {
        return most - most / 2;
    }

    /** Whether some keys have been forgotten, so that sums may be too small. */
    boolean isPruned() {
        return pruned;
    }
}
