package vedette.content;

/** SSH (RFC 4253 §4.2): each side's version and software. */
final class SshParser implements Parser {
    private static final String PREFIX = "SSH-";
    private static final int LONGEST_LINE = 255;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (!payload.startsWith(PREFIX, 0)) {
            return Verdict.NO;
        }
        int lineEnd = payload.lineEnd(0);
        if (lineEnd == payload.length() && lineEnd <= LONGEST_LINE && !payload.isLast()) {
            notes.service(Service.SSH);
            return Verdict.MORE;
        }
        int end = payload.trimmedEnd(0, lineEnd);
        int dash = payload.find('-', PREFIX.length(), end);
        if (dash < 0 || payload.isDatagram()) {
            return Verdict.NO;
        }
        notes.service(Service.SSH);
        boolean client = payload.isFromInitiator();
        int space = payload.find(' ', dash, end);
        int software = dash + 1;
        notes.text(
                client ? Field.SSH_CLIENT_VERSION : Field.SSH_SERVER_VERSION,
                payload,
                PREFIX.length(),
                dash - PREFIX.length());
        notes.text(
                client ? Field.SSH_CLIENT_SOFTWARE : Field.SSH_SERVER_SOFTWARE,
                payload,
                software,
                (space < 0 ? end : space) - software);
        return Verdict.YES;
    }
}
