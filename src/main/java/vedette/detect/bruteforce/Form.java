package vedette.detect.bruteforce;

/** Who tries whom. */
enum Form {
    /** One client at one service. */
    PAIR("T1110.001"),
    /** One client at the same service of many hosts. */
    SPRAY("T1110.003"),
    /** Many clients that take turns at one service. */
    TURNS("T1110");

    private final String technique;

    Form(String technique) {
        this.technique = technique;
    }

    /** As ATT&CK numbers it. */
    String technique() {
        return technique;
    }
}
