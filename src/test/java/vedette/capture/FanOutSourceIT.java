package vedette.capture;

/** The same with several rings, among which the kernel divides the frames. */
class FanOutSourceIT extends AfPacketSourceIT {
    @Override
    int rings() {
        return 3;
    }
}
