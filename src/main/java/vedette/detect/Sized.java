package vedette.detect;

import java.util.List;

/** Options that say how much memory a detector takes. */
public interface Sized {
    List<TableSize> tables();
}
