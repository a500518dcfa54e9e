package vedette.decode;

/** TCP header (RFC 9293), read in place. */
public final class TcpHeader {
    private int sequence;
    private int acknowledgement;
    private int flags;
    private int window;
    private int windowScale = -1;

    public int sequence() {
        return sequence;
    }

    public int acknowledgement() {
        return acknowledgement;
    }

    /** The eight control bits, see {@link vedette.net.TcpFlags}. */
    public int flags() {
        return flags;
    }

    /** Window as sent, unscaled. */
    public int window() {
        return window;
    }

    /** Shift count of the window scale option (RFC 7323), -1 without it. */
    public int windowScale() {
        return windowScale;
    }
}
