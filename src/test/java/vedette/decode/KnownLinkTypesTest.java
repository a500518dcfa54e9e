package vedette.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import vedette.net.LinkType;

class KnownLinkTypesTest {
    @Test
    void theTypesCalledKnownAreThoseTheDecoderReads() {
        Packet packet = new Packet();
        for (int linkType = 0; linkType < 400; linkType++) {
            DecodeResult result = packet.wrap(ByteBuffer.allocate(64), 0, 64, 64, linkType);
            assertThat(result == DecodeResult.UNSUPPORTED_LINK_TYPE)
                    .as(LinkType.nameOf(linkType))
                    .isEqualTo(!LinkType.isKnown(linkType));
        }
    }
}
