package vedette.capture;

import java.util.ArrayList;
import java.util.List;

/** The warnings so far: one for each file and kind, at most {@link #MAX_KEPT}; the rest are only counted. Any thread. */
final class CaptureWarnings {
    static final int MAX_KEPT = 1000;

    private final List<CaptureWarning> kept = new ArrayList<>();
    private long notKept;

    synchronized void add(String file, long offset, String what) {
        for (int i = kept.size() - 1; i >= 0; i--) {
            CaptureWarning warning = kept.get(i);
            if (warning.file().equals(file) && warning.what().equals(what)) {
                kept.set(i, new CaptureWarning(file, warning.offset(), what, warning.count() + 1));
                return;
            }
        }
        if (kept.size() < MAX_KEPT) {
            kept.add(new CaptureWarning(file, offset, what, 1));
        } else {
            notKept++;
        }
    }

    synchronized List<CaptureWarning> list() {
        List<CaptureWarning> list = new ArrayList<>(kept);
        if (notKept > 0) {
            list.add(new CaptureWarning("further files", -1, "more warnings than are kept", notKept));
        }
        return List.copyOf(list);
    }
}
