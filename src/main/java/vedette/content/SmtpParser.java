package vedette.content;

/** SMTP (RFC 5321): the name with which the client greets. A server's greeting is told from FTP's by a word in it, or by the port. */
final class SmtpParser implements Parser {
    private static final int COMMAND = 5;

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram()) {
            return Verdict.NO;
        }
        return isGreeting(payload) ? greeting(payload, notes) : command(payload, notes);
    }

    /** Whether a server says that it is ready, or that it is not (RFC 5321 §4.3.2). */
    private static boolean isGreeting(Payload payload) {
        return (payload.startsWith("220", 0) || payload.startsWith("554", 0))
                && (payload.u8(3) == ' ' || payload.u8(3) == '-');
    }

    private static Verdict greeting(Payload payload, Notes notes) {
        int end = payload.lineEnd(0);
        boolean named = payload.holds("smtp", 0, end) || payload.holds("mail", 0, end);
        if (!named && (!isPort(payload.responderPort()) || payload.holds("ftp", 0, end))) {
            return Verdict.NO;
        }
        notes.service(Service.SMTP);
        return Verdict.YES;
    }

    private static Verdict command(Payload payload, Notes notes) {
        if (!payload.startsWithIgnoringCase("ehlo ", 0) && !payload.startsWithIgnoringCase("helo ", 0)) {
            return Verdict.NO;
        }
        notes.service(Service.SMTP);
        int end = payload.trimmedEnd(COMMAND, payload.lineEnd(0));
        notes.text(Field.SMTP_HELO, payload, COMMAND, end - COMMAND);
        return Verdict.YES;
    }

    private static boolean isPort(int port) {
        return port == 25 || port == 587 || port == 465 || port == 2525;
    }
}
