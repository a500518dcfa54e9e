package vedette.capture;

import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A count that any thread adds to and reads. What is added to a part's is added to the whole's as well. */
public final class Count {
    private final LongAdder amount = new LongAdder();
    private final @Nullable Count whole;

    Count(@Nullable Count whole) {
        this.whole = whole;
    }

    public void add(long more) {
        amount.add(more);
        if (whole != null) {
            whole.add(more);
        }
    }

    public void increment() {
        add(1);
    }

    public long sum() {
        return amount.sum();
    }
}
