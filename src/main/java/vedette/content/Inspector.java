package vedette.content;

import vedette.content.Parser.Verdict;

/**
 * Finds out what is spoken, from the octets that each side says first. It keeps nothing of a flow: what it has found is given back
 * to it with the next payload. Not thread-safe; makes no objects but the {@link Findings}.
 */
public final class Inspector {
    private final Parser[] ofStreams;
    private final Parser[] ofDatagrams;
    private final Notes notes = new Notes();
    private Findings findings = Findings.NONE;

    public Inspector() {
        Parser http = new HttpParser();
        Parser dns = new DnsParser();
        Parser binary = new BinaryParser();
        ofStreams = new Parser[] {
            new TlsParser(),
            http,
            new SshParser(),
            new SmbParser(),
            new RdpParser(),
            new MqttParser(),
            new SmtpParser(),
            new FtpParser(),
            new MailboxParser(),
            binary,
            dns,
        };
        ofDatagrams =
                new Parser[] {new NtpParser(), new DhcpParser(), new QuicParser(), binary, new DtlsParser(), dns, http};
    }

    /** What came of a look at a payload. */
    public enum Result {
        /** Nothing that is known. */
        UNKNOWN,
        /** Not enough to tell, or to tell all. */
        NEEDS_MORE,
        /** {@link Inspector#findings()} has it. */
        FOUND
    }

    /**
     * Looks at a payload.
     *
     * @param before what is known of the flow: once a service was found by content, the other side speaks it too, or nothing
     */
    public Result inspect(Payload payload, Findings before) {
        findings = before;
        notes.begin(before);
        boolean needsMore = false;
        for (Parser parser : payload.isDatagram() ? ofDatagrams : ofStreams) {
            Verdict verdict = parser.parse(payload, notes);
            boolean fits = before.service() == null || before.isGuessed() || before.service() == notes.service();
            Service service = notes.service();
            if (verdict == Verdict.YES && fits && service != null) {
                findings = Findings.of(service, notes);
                return Result.FOUND;
            }
            needsMore |= verdict == Verdict.MORE && fits;
            notes.takeBack();
        }
        return needsMore ? Result.NEEDS_MORE : Result.UNKNOWN;
    }

    /** What is known after the last look: what was known before it, and what it has found. */
    public Findings findings() {
        return findings;
    }
}
