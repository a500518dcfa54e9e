package vedette.export.ipfix;

/** An element under the operator's enterprise number: collectors are told what it is (RFC 5610). */
interface OwnElement extends Element {
    /** What its values count. */
    Units units();

    /** One line. */
    String description();
}
