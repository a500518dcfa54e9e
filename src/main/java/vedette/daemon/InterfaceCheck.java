package vedette.daemon;

import java.util.ArrayList;
import java.util.List;
import vedette.capture.CaptureConfig;
import vedette.capture.InterfaceList;
import vedette.os.NetworkDevice;

/** Whether the interfaces are there, up, and show frames as they are on the link. */
final class InterfaceCheck {
    private static final String ANY = "any";

    private InterfaceCheck() {}

    static List<Finding> of(CaptureConfig capture) {
        if (capture.interfaces().isEmpty()) {
            return List.of(Finding.bad(
                    "no interface to capture from",
                    "set capture.interfaces; 'vedette interfaces' lists what there is"));
        }
        List<Finding> findings = new ArrayList<>();
        for (String name : capture.interfaces()) {
            look(name, findings);
        }
        return findings;
    }

    private static void look(String name, List<Finding> findings) {
        if (name.equals(ANY)) {
            findings.add(Finding.well("all interfaces are captured from as one"));
        } else if (NetworkDevice.index(name) == 0) {
            findings.add(Finding.bad("there is no interface " + name, "'vedette interfaces' lists what there is"));
        } else if (!NetworkDevice.isUp(name)) {
            findings.add(Finding.bad(name + " is down", "ip link set " + name + " up"));
        } else {
            findings.add(
                    Finding.well(name + " is up, MTU " + NetworkDevice.mtu(name).orElse(0)));
            lookForMerging(name, findings);
        }
    }

    private static void lookForMerging(String name, List<Finding> findings) {
        List<String> merging = InterfaceList.mergingOffloads(name);
        if (!merging.isEmpty()) {
            findings.add(Finding.bad(
                    name + " merges frames before they are captured (" + String.join(", ", merging)
                            + "): packets are miscounted",
                    "ethtool -K " + name + " " + String.join(" off ", merging) + " off"));
        }
    }
}
