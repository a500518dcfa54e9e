package vedette.daemon;

import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import vedette.capture.InterfaceList;
import vedette.capture.InterfaceList.Interface;
import vedette.net.LinkType;

@Command(name = "interfaces", description = "Lists what can be captured from.")
final class InterfacesCommand implements Callable<Integer> {
    private final Console console;

    InterfacesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Table table = new Table("interface", "index", "link type", "state", "mtu", "offloads", "addresses");
        for (Interface each : InterfaceList.all()) {
            table.add(
                    each.name(),
                    each.index() == 0 ? "-" : String.valueOf(each.index()),
                    each.linkType().isPresent()
                            ? LinkType.nameOf(each.linkType().getAsInt())
                            : "-",
                    state(each),
                    each.mtu().isPresent() ? String.valueOf(each.mtu().getAsInt()) : "-",
                    listed(each.offloads()),
                    listed(each.addresses().stream()
                            .map(InetAddress::getHostAddress)
                            .toList()));
        }
        table.print(console.out(), "");
        return ExitCode.DONE;
    }

    private static String state(Interface each) {
        List<String> words = new ArrayList<>();
        words.add(each.isUp() ? "up" : "down");
        if (each.isUp() && !each.isRunning()) {
            words.add("no-carrier");
        }
        if (each.isLoopback()) {
            words.add("loopback");
        }
        return String.join(",", words);
    }

    private static String listed(List<String> words) {
        return words.isEmpty() ? "-" : String.join(",", words);
    }
}
