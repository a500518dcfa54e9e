package vedette.export.syslog;

import java.nio.file.Path;
import java.util.Map;

/** What syslog-ng makes of what we send. */
class SyslogngIT extends SyslogReceiverContract {
    @Override
    SyslogReceiver receiver(Path folder, Map<Way, Integer> ports) {
        return new Syslogng(folder, ports);
    }
}
