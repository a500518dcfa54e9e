package vedette.content;

/** POP3 (RFC 1939) and IMAP (RFC 9051), by the server's greeting. */
final class MailboxParser implements Parser {
    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram() || payload.isFromInitiator()) {
            return Verdict.NO;
        }
        if (payload.startsWith("+OK", 0) && (payload.u8(3) == ' ' || payload.u8(3) == '\r')) {
            notes.service(Service.POP3);
            return Verdict.YES;
        }
        if (payload.startsWith("* OK", 0) || payload.startsWith("* PREAUTH", 0)) {
            notes.service(Service.IMAP);
            return Verdict.YES;
        }
        return Verdict.NO;
    }
}
