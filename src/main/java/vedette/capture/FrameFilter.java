package vedette.capture;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import vedette.net.LinkType;

/** A filter in libpcap's language for frames of any link type: compiled for each as it is met. Not thread-safe. */
public final class FrameFilter {
    private final String expression;
    private final Map<Integer, BpfFilter> filters = new HashMap<>();
    private BpfFilter filter;
    private int linkType = LinkType.ETHERNET;

    /**
     * @throws IllegalArgumentException if the expression is wrong, with libpcap's message
     * @throws IOException if libpcap cannot be loaded
     */
    public FrameFilter(String expression) throws IOException {
        this.expression = expression;
        this.filter = BpfFilter.compile(expression, linkType);
        filters.put(linkType, filter);
    }

    /**
     * Whether the frame passes.
     *
     * @throws IOException if the expression means nothing on frames of this link type
     */
    public boolean passes(Frame frame) throws IOException {
        if (frame.linkType() != linkType) {
            turnTo(frame.linkType());
        }
        return filter.passes(frame);
    }

    private void turnTo(int other) throws IOException {
        try {
            BpfFilter known = filters.get(other);
            filter = known == null ? BpfFilter.compile(expression, other) : known;
            filters.put(other, filter);
            linkType = other;
        } catch (IllegalArgumentException e) {
            throw new CaptureException(LiveErrors.text(e) + " (on frames of link type " + other + ")", e);
        }
    }
}
