package vedette.content;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import vedette.content.Inspector.Result;

/** What one side of a flow says first, in a buffer that ends where it ends, so that a read beyond it throws. */
final class Said {
    private final byte[] bytes;
    private final boolean datagram;
    private boolean fromInitiator = true;
    private int responderPort = 40_000;
    private boolean last;

    private Said(byte[] bytes, boolean datagram) {
        this.bytes = bytes;
        this.datagram = datagram;
    }

    static Said inStream(byte[] bytes) {
        return new Said(bytes, false);
    }

    static Said inStream(String text) {
        return inStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Said inDatagram(byte[] bytes) {
        return new Said(bytes, true);
    }

    static Said inDatagram(String text) {
        return inDatagram(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    Said byResponder() {
        fromInitiator = false;
        return this;
    }

    Said at(int port) {
        responderPort = port;
        return this;
    }

    /** Nothing follows, whatever is missing. */
    Said andNoMore() {
        last = true;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    Said cutTo(int length) {
        return with(Arrays.copyOf(bytes, length));
    }

    /** The same with other octets. */
    Said with(byte[] others) {
        Said said = new Said(others, datagram);
        said.fromInitiator = fromInitiator;
        said.responderPort = responderPort;
        said.last = last;
        return said;
    }

    Result result(Inspector inspector, Findings before) {
        Payload payload = new Payload().wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
        return inspector.inspect(payload.of(datagram, fromInitiator, responderPort, last), before);
    }

    Result result() {
        return result(new Inspector(), Findings.NONE);
    }

    Findings findings() {
        return after(Findings.NONE);
    }

    Findings after(Findings before) {
        Inspector inspector = new Inspector();
        result(inspector, before);
        return inspector.findings();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /** A number in as many octets. */
    static byte[] number(int octets, long value) {
        byte[] number = new byte[octets];
        for (int i = 0; i < octets; i++) {
            number[i] = (byte) (value >>> 8 * (octets - 1 - i));
        }
        return number;
    }

    /** Octets with their count before them. */
    static byte[] counted(int octets, byte[]... parts) {
        byte[] all = joined(parts);
        return joined(number(octets, all.length), all);
    }
}
