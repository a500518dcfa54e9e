package vedette.corpus;

/** What each end of a conversation sent. */
record Traffic(long packetsOfOne, long octetsOfOne, long packetsOfOther, long octetsOfOther) {
    static final Traffic NONE = new Traffic(0, 0, 0, 0);

    Traffic plus(Traffic more) {
        return new Traffic(
                packetsOfOne + more.packetsOfOne,
                octetsOfOne + more.octetsOfOne,
                packetsOfOther + more.packetsOfOther,
                octetsOfOther + more.octetsOfOther);
    }

    long packets() {
        return packetsOfOne + packetsOfOther;
    }

    long octets() {
        return octetsOfOne + octetsOfOther;
    }

    @Override
    public String toString() {
        return packetsOfOne + "/" + octetsOfOne + " " + packetsOfOther + "/" + octetsOfOther;
    }
}
