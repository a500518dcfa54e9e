package vedette.content;

import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 (RFC 9112) and what is written like it: RTSP, SIP and SSDP. Of the first request, method, host, a hash of its path and the
 * user agent; of the first response, status, server and type of its content.
 */
final class HttpParser implements Parser {
    private static final int LONGEST_METHOD = 20;
    private static final int SHORTEST_RESPONSE = 12;
    private static final long FNV_OFFSET = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final String HEX = "0123456789abcdef";
    private static final String PREFACE = "PRI * HTTP/2.0\r\n";

    private static final String[] METHODS = {
        "GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ", "CONNECT ", "PATCH ", "TRACE ", "PROPFIND ",
    };

    private final byte[] hash = new byte[16];

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.startsWith(PREFACE, 0)) {
            notes.service(Service.HTTP2);
            return Verdict.YES;
        }
        Service answered = protocol(payload, 0);
        return answered != null ? response(answered, payload, notes) : request(payload, notes);
    }

    private static @Nullable Service protocol(Payload payload, int at) {
        if (payload.startsWith("HTTP/", at)) {
            return payload.isDatagram() ? Service.SSDP : Service.HTTP;
        }
        if (payload.startsWith("RTSP/", at)) {
            return Service.RTSP;
        }
        return payload.startsWith("SIP/2.0", at) ? Service.SIP : null;
    }

    private static Verdict response(Service service, Payload payload, Notes notes) {
        int space = payload.find(' ', 0, SHORTEST_RESPONSE);
        int status = space < 0 ? -1 : digits(payload, space + 1);
        if (status < 100 && payload.length() >= SHORTEST_RESPONSE) {
            return Verdict.NO;
        }
        notes.service(service);
        if (isUnfinished(payload)) {
            return Verdict.MORE;
        }
        if (service == Service.HTTP && status >= 100) {
            notes.number(Field.HTTP_STATUS, status);
            header(payload, "server:", Field.HTTP_SERVER, notes);
            header(payload, "content-type:", Field.HTTP_CONTENT_TYPE, notes);
        }
        return Verdict.YES;
    }

    private static int digits(Payload payload, int at) {
        int number = 0;
        for (int i = at; i < at + 3; i++) {
            int digit = payload.u8(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    private Verdict request(Payload payload, Notes notes) {
        int method = methodLength(payload);
        if (method <= 0) {
            return Verdict.NO;
        }
        int lineEnd = payload.lineEnd(0);
        int end = payload.trimmedEnd(0, lineEnd);
        int protocolAt = lastSpace(payload, method + 1, end) + 1;
        Service service = protocol(payload, protocolAt);
        if (service == null) {
            return longRequest(payload, lineEnd, notes);
        }
        notes.service(service);
        if (isUnfinished(payload)) {
            return Verdict.MORE;
        }
        if (service == Service.HTTP) {
            noteRequest(payload, method, protocolAt, end, notes);
        }
        return Verdict.YES;
    }

    /** A request whose first line goes on beyond what is there, or is one of HTTP/0.9. */
    private static Verdict longRequest(Payload payload, int lineEnd, Notes notes) {
        boolean known = false;
        for (String method : METHODS) {
            known |= payload.startsWith(method, 0);
        }
        if (!known || lineEnd < payload.length() || payload.isDatagram()) {
            return Verdict.NO;
        }
        notes.service(Service.HTTP);
        if (!payload.isLast()) {
            return Verdict.MORE;
        }
        notes.text(Field.HTTP_METHOD, payload, 0, payload.find(' ', 0, LONGEST_METHOD));
        notes.markTruncated();
        return Verdict.YES;
    }

    private void noteRequest(Payload payload, int method, int protocolAt, int end, Notes notes) {
        notes.text(Field.HTTP_METHOD, payload, 0, method);
        notes.text(Field.HTTP_PROTOCOL, payload, protocolAt, end - protocolAt);
        hashPath(payload, method + 1, protocolAt - 1, notes);
        header(payload, "host:", Field.HTTP_HOST, notes);
        header(payload, "user-agent:", Field.HTTP_USER_AGENT, notes);
    }

    /** Octets of the method: capital letters, a dash or an underline between, and a space; 0 if there is none. */
    private static int methodLength(Payload payload) {
        for (int at = 0; at <= LONGEST_METHOD; at++) {
            int c = payload.u8(at);
            if (c == ' ') {
                return at;
            }
            if ((c < 'A' || c > 'Z') && (at == 0 || c != '-' && c != '_')) {
                return 0;
            }
        }
        return 0;
    }

    private static int lastSpace(Payload payload, int from, int to) {
        for (int at = to - 1; at >= from; at--) {
            if (payload.u8(at) == ' ') {
                return at;
            }
        }
        return to;
    }

    /** Whether the headers go on beyond what is there, and more may come. */
    private static boolean isUnfinished(Payload payload) {
        return !payload.isLast() && headersEnd(payload) < 0;
    }

    /** Where the empty line after the headers begins; -1 if it is not there. */
    private static int headersEnd(Payload payload) {
        for (int at = payload.find('\n', 0, payload.length());
                at >= 0;
                at = payload.find('\n', at + 1, payload.length())) {
            int next = payload.has(at + 1, 1) && payload.u8(at + 1) == '\r' ? at + 2 : at + 1;
            if (payload.has(next, 1) && payload.u8(next) == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    /** Notes what the first header of that name says. */
    private static void header(Payload payload, String name, Field field, Notes notes) {
        int end = headersEnd(payload);
        int last = end < 0 ? payload.length() : end;
        for (int at = payload.lineEnd(0) + 1; at < last; at = payload.lineEnd(at) + 1) {
            if (payload.startsWithIgnoringCase(name, at)) {
                int from = at + name.length();
                int lineEnd = payload.lineEnd(at);
                while (from < lineEnd && (payload.u8(from) == ' ' || payload.u8(from) == '\t')) {
                    from++;
                }
                notes.text(field, payload, from, payload.trimmedEnd(from, lineEnd) - from);
                return;
            }
        }
    }

    /** FNV-1a, 64 bits, of the request's target up to its query. */
    private void hashPath(Payload payload, int from, int to, Notes notes) {
        long value = FNV_OFFSET;
        for (int at = from; at < to && payload.u8(at) != '?'; at++) {
            value = (value ^ payload.u8(at)) * FNV_PRIME;
        }
        for (int i = 0; i < hash.length; i++) {
            hash[i] = (byte) HEX.charAt((int) (value >>> 60 - 4 * i) & 0xF);
        }
        notes.text(Field.HTTP_PATH_HASH, hash, 0, hash.length);
    }
}
