package vedette.flow;

/** Which VLAN identifiers are part of the flow key (rule M1). They are exported either way. */
public enum VlanKey {
    /** None: one flow across VLANs. */
    NONE,
    /** The outermost tag. */
    OUTER,
    /** The two outermost tags. */
    BOTH
}
