package vedette.content;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MqttParserTest {
    @Test
    void aClientTellsVersionAndIdentifier() {
        assertThat(Said.inStream(Said.hex("10 10 0004 4d515454 04 02 003c 0004 61626364"))
                        .findings())
                .hasToString("mqtt mqtt.connect.protocol_version=4 mqtt.connect.client_id=\"abcd\"");
    }

    @Test
    void theOldestVersionHasAnotherName() {
        assertThat(Said.inStream(Said.hex("10 12 0006 4d5149736470 03 02 003c 0004 61626364"))
                        .findings())
                .hasToString("mqtt mqtt.connect.protocol_version=3 mqtt.connect.client_id=\"abcd\"");
    }

    @Test
    void propertiesOfVersionFiveStandBeforeTheIdentifier() {
        assertThat(Said.inStream(Said.hex("10 8e01 0004 4d515454 05 02 003c 05 1100000000 0004 61626364"))
                        .findings())
                .hasToString("mqtt mqtt.connect.protocol_version=5 mqtt.connect.client_id=\"abcd\"");
    }

    @Test
    void aLyingIdentifierReachesNoFurtherThanWhatIsThere() {
        assertThat(Said.inStream(Said.hex("10 10 0004 4d515454 04 02 003c ffff 61626364"))
                        .findings())
                .hasToString("mqtt mqtt.connect.protocol_version=4 mqtt.connect.client_id=\"abcd\"");
    }
}
