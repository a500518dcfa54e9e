package vedette.extract;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Base64;
import vedette.export.CommunityId;
import vedette.flow.Flow;
import vedette.net.IpProtocol;

/** A flow that is asked for by its id, an aggregate of flows by its own, or all flows of one Community ID. */
public final class NamedFlow extends Wanted {
    /** Flow ids have so many bits. */
    private static final int ID_BITS = 53;

    private static final String COMMUNITY = "1:";
    private static final int DIGEST_LENGTH = 20;
    private static final long NONE = -1;

    private final String text;
    private final long id;
    private final CommunityId communityId = new CommunityId();

    private NamedFlow(String text, long id) {
        this.text = text;
        this.id = id;
    }

    /**
     * The flow of an id, or those of a Community ID.
     *
     * @throws IllegalArgumentException if it is neither a flow id nor a Community ID; the message says what they look like
     */
    public static NamedFlow of(String text) {
        if (text.startsWith(COMMUNITY)) {
            return new NamedFlow(checkedCommunity(text), NONE);
        }
        if (!text.matches("\\d{1,16}") || Long.parseLong(text) >>> ID_BITS != 0) {
            throw unlike(text);
        }
        return new NamedFlow(text, Long.parseLong(text));
    }

    private static String checkedCommunity(String text) {
        try {
            if (Base64.getDecoder().decode(text.substring(COMMUNITY.length())).length == DIGEST_LENGTH) {
                return text;
            }
        } catch (IllegalArgumentException noBase64) {
            throw new IllegalArgumentException(unlike(text).getMessage(), noBase64);
        }
        throw unlike(text);
    }

    private static IllegalArgumentException unlike(String text) {
        return new IllegalArgumentException("must be a flow_id such as 7174915627640788 or a community_id such as"
                + " 1:3k1SoWXs/FltHw2aBCgUTgbDQF4=, was \"" + text + '"');
    }

    @Override
    public String name() {
        return (id == NONE ? "flow with community_id " : "flow ") + text;
    }

    /** An attempt of TCP may be told of in the aggregate that is asked for. */
    @Override
    boolean mayMean(Flow flow) {
        return means(flow) || id != NONE && flow.protocol() == IpProtocol.TCP;
    }

    @Override
    boolean means(Flow record) {
        return id == NONE ? !record.isAggregate() && hasCommunityId(record) : record.flowId() == id;
    }

    private boolean hasCommunityId(Flow record) {
        return new String(communityId.of(record), US_ASCII).equals(text);
    }

    @Override
    boolean meansAggregate(long aggregateId) {
        return aggregateId == id;
    }

    @Override
    String reason(long flowId) {
        if (id == NONE) {
            return "community_id " + text;
        }
        return flowId == id ? "" : "in aggregate " + text;
    }
}
