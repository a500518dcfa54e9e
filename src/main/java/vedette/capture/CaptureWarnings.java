package vedette.capture;

import java.util.ArrayList;
import java.util.List;

/** The warnings so far: one for each file and kind, at most {@link #MAX_KEPT}; the rest are only counted. Any thread. */
final class CaptureWarnings {
    static final int MAX_KEPT = 1000;

    private final List<CaptureWarning> kept = new ArrayList<>();
    private long notKept;

    /** One more of a kind. */
    synchronized void add(String file, long offset, String what) {
        int at = find(file, what);
        put(file, offset, what, at < 0 ? 1 : kept.get(at).count() + 1);
    }

    /** So many of a kind, whatever was said before. */
    synchronized void set(String file, String what, long count) {
        put(file, -1, what, count);
    }

    private void put(String file, long offset, String what, long count) {
        int at = find(file, what);
        if (at >= 0) {
            kept.set(at, new CaptureWarning(file, kept.get(at).offset(), what, count));
        } else if (kept.size() < MAX_KEPT) {
            kept.add(new CaptureWarning(file, offset, what, count));
        } else {
            notKept++;
        }
    }

    private int find(String file, String what) {
        int at = kept.size() - 1;
        while (at >= 0
                && !(kept.get(at).file().equals(file) && kept.get(at).what().equals(what))) {
            at--;
        }
        return at;
    }

    synchronized List<CaptureWarning> list() {
        List<CaptureWarning> list = new ArrayList<>(kept);
        if (notKept > 0) {
            list.add(new CaptureWarning("further files", -1, "more warnings than are kept", notKept));
        }
        return List.copyOf(list);
    }
}
