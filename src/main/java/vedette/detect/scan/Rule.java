package vedette.detect.scan;

/** Why a source is called a scanner, and by which figure. */
enum Rule {
    /** The random walk. */
    WALK("walk"),
    MINUTE_ON_HOST("ports-of-one-host-in-a-minute"),
    HOUR_ON_HOST("ports-of-one-host-in-an-hour"),
    MINUTE_ON_PORT("hosts-on-one-port-in-a-minute"),
    MINUTE_OPEN("open-in-a-minute"),
    SENSITIVE("sensitive-ports-of-one-host"),
    /** Segments that no connection begins with, to ports of one host, or anywhere. */
    SEGMENTS_TO_HOST("segments-to-one-host"),
    SEGMENTS("segments");

    private final String label;

    Rule(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** How the figure stands that the rule looks at. */
    double figure(Source source, Targets targets) {
        return switch (this) {
            case WALK -> source.score;
            case MINUTE_ON_HOST, SEGMENTS_TO_HOST -> targets.busyOnHost();
            case HOUR_ON_HOST -> targets.hourOnHost();
            case MINUTE_ON_PORT -> targets.minuteOnPort();
            case MINUTE_OPEN -> targets.minuteOpen();
            case SENSITIVE -> targets.sensitiveOnHost();
            case SEGMENTS -> targets.inSpell();
        };
    }

    /** What it is held against. */
    double threshold(Source source, Targets targets) {
        return switch (this) {
            case WALK -> source.profile().threshold();
            case MINUTE_ON_HOST -> Triggers.minuteOnHost(source);
            case HOUR_ON_HOST -> Triggers.HOUR_ON_HOST;
            case MINUTE_ON_PORT -> Triggers.minuteOnPort(source);
            case MINUTE_OPEN -> Triggers.MINUTE_OPEN;
            case SENSITIVE -> Triggers.SENSITIVE_ON_HOST;
            case SEGMENTS_TO_HOST -> Stealth.ofProtocol(source.protocol).targets();
            case SEGMENTS -> Triggers.segmentsAnywhere(Stealth.ofProtocol(source.protocol), targets);
        };
    }
}
