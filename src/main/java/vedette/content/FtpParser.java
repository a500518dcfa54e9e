package vedette.content;

/** FTP's control connection (RFC 959): the first command, without a password. */
final class FtpParser implements Parser {
    private static final int CONTROL_PORT = 21;
    private static final String[] COMMANDS = {"user ", "auth ", "feat\r\n", "syst\r\n", "opts ", "host ", "clnt "};

    @Override
    public Verdict parse(Payload payload, Notes notes) {
        if (payload.isDatagram()) {
            return Verdict.NO;
        }
        boolean ready = payload.startsWith("220", 0) && (payload.u8(3) == ' ' || payload.u8(3) == '-');
        boolean ftp = payload.responderPort() == CONTROL_PORT;
        if (ready && (ftp || payload.holds("ftp", 0, payload.lineEnd(0)))) {
            notes.service(Service.FTP);
            return Verdict.YES;
        }
        for (String command : COMMANDS) {
            if (payload.startsWithIgnoringCase(command, 0)) {
                return command(payload, notes);
            }
        }
        return Verdict.NO;
    }

    /** Other protocols have these words too: the service is FTP's port's, or what the server has said already. */
    private static Verdict command(Payload payload, Notes notes) {
        if (payload.responderPort() != CONTROL_PORT && notes.before() != Service.FTP) {
            return Verdict.NO;
        }
        notes.service(Service.FTP);
        int end = payload.trimmedEnd(0, payload.lineEnd(0));
        int space = payload.find(' ', 0, end);
        notes.text(Field.FTP_COMMAND, payload, 0, space < 0 ? end : space);
        if (space >= 0) {
            notes.text(Field.FTP_DATA, payload, space + 1, end - space - 1);
        }
        return Verdict.YES;
    }
}
