package vedette.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** What is said to a {@link Request}; the connection ends with it. */
record Answer(int status, String contentType, String field, String body) {
    private static final String TEXT = "text/plain; charset=utf-8";

    private static final Map<Integer, String> REASONS = Map.of(
            200, "OK",
            400, "Bad Request",
            401, "Unauthorized",
            404, "Not Found",
            405, "Method Not Allowed",
            431, "Request Header Fields Too Large",
            503, "Service Unavailable");

    /** A line for people. */
    static Answer text(int status, String text) {
        return new Answer(status, TEXT, "", text + '\n');
    }

    /** The same with a header field that belongs to the status. */
    Answer with(String another) {
        return new Answer(status, contentType, another, body);
    }

    /** Writes it, packed if the other side can unpack it. */
    void write(OutputStream out, boolean withBody, boolean packed) throws IOException {
        byte[] plain = body.getBytes(StandardCharsets.UTF_8);
        byte[] octets = packed ? gzip(plain) : plain;
        String head = "HTTP/1.1 " + status + ' ' + REASONS.get(status) + "\r\nContent-Type: " + contentType
                + (packed ? "\r\nContent-Encoding: gzip" : "")
                + (field.isEmpty() ? "" : "\r\n" + field)
                + "\r\nContent-Length: " + octets.length
                + "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
        if (withBody) {
            all.writeBytes(octets);
        }
        all.writeTo(out);
        out.flush();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        return packed.toByteArray();
    }
}
