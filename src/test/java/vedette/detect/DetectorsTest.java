package vedette.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import vedette.content.DnsMessage;
import vedette.decode.ArpMessage;
import vedette.decode.HeaderFields;
import vedette.detect.Detector.Event;
import vedette.flow.Flow;
import vedette.flow.Outcome;

class DetectorsTest {
    /** The method by which each event is told. */
    private static final Map<Event, List<Object>> METHODS = Map.of(
            Event.BEGIN, List.of("onBegin", Flow.class, long.class),
            Event.SYN_ACK, List.of("onSynAck", Flow.class, long.class),
            Event.HANDSHAKE, List.of("onHandshake", Flow.class, long.class),
            Event.OUTCOME, List.of("onOutcome", Flow.class, Outcome.class, long.class),
            Event.BURST, List.of("onBurst", Flow.class, long.class, long.class),
            Event.PACKET, List.of("onPacket", Flow.class, int.class, HeaderFields.class, long.class),
            Event.DNS, List.of("onDns", Flow.class, int.class, DnsMessage.class, long.class),
            Event.ARP, List.of("onArp", ArpMessage.class, long.class),
            Event.RECORD, List.of("onRecord", Flow.class));

    static Detector[] all() {
        Surroundings surroundings = new Surroundings(DetectConfig.DEFAULT, 1);
        AlertDesk desk = new AlertDesk(surroundings, alert -> {});
        return Detectors.make(DetectConfig.DEFAULT, new Detectors.Context(surroundings, desk, 1));
    }

    /** One that is told what it does nothing with costs time; one that is not told what it waits for finds nothing. */
    @ParameterizedTest
    @MethodSource("all")
    void aDetectorIsToldOfWhatItHasAMethodFor(Detector detector) throws NoSuchMethodException {
        for (Event event : Event.values()) {
            List<Object> method = new ArrayList<>(METHODS.get(event));
            String name = (String) method.remove(0);
            Class<?> owner = detector.getClass()
                    .getMethod(name, method.toArray(Class<?>[]::new))
                    .getDeclaringClass();
            assertThat(detector.watches().contains(event))
                    .as("%s of %s", event, detector.getClass().getSimpleName())
                    .isEqualTo(!owner.isInterface());
        }
    }
}
