package vedette.content;

/** MQTT's CONNECT (MQTT 5.0 §3.1, 3.1.1 §3.1): version, and the client's identifier. */
final class MqttParser implements Parser {
    private static final int CONNECT = 0x10;
    private static final int CONNACK = 0x20;
    private static final int MOST_LENGTH_OCTETS = 4;
    private static final int VERSION_5 = 5;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram()) {
            return Verdict.NO;
        }
        if (payload.u8(0) == CONNACK && notes.before() == Service.MQTT) {
            notes.service(Service.MQTT);
            return Verdict.YES;
        }
        int at = afterLength(payload, 1);
        boolean mqtt = payload.u16(at) == 4 && payload.startsWith("MQTT", at + 2);
        boolean older = payload.u16(at) == 6 && payload.startsWith("MQIsdp", at + 2);
        if (payload.u8(0) != CONNECT || !mqtt && !older) {
            return Verdict.NO;
        }
        notes.service(Service.MQTT);
        int versionAt = at + (mqtt ? 6 : 8);
        int version = payload.u8(versionAt);
        notes.number(Field.MQTT_VERSION, version);
        int properties = versionAt + 4;
        int client = properties;
        if (version == VERSION_5) {
            client = afterLength(payload, properties) + length(payload, properties);
        }
        notes.text(Field.MQTT_CLIENT, payload, client + 2, payload.u16(client));
        return Verdict.YES;
    }

    /** Lengths are written in up to four octets of seven bits, the lowest first. */
    private static int afterLength(Payload payload, int from) {
        int at = from;
        while (at < from + MOST_LENGTH_OCTETS - 1 && (payload.u8(at) & 0x80) != 0) {
            at++;
        }
        return at + 1;
    }

    private static int length(Payload payload, int from) {
        int length = 0;
        for (int at = afterLength(payload, from) - 1; at >= from; at--) {
            length = length << 7 | payload.u8(at) & 0x7F;
        }
        return length;
    }
}
