package vedette.detect.scan;

/** Ports of services through which others' machines are entered. */
final class SensitivePorts {
    private SensitivePorts() {}

    static boolean contains(int port) {
        return switch (port) {
            case 21, 22, 23, 53, 88, 135, 139, 389, 445, 1433, 3306, 3389, 5432, 5900, 5985, 5986, 6379, 9389 -> true;
            default -> false;
        };
    }
}
