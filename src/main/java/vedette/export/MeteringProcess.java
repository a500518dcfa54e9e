package vedette.export;

import java.util.function.Supplier;
import vedette.flow.VlanKey;

/**
 * The metering process, as far as exporting processes tell of it (RFC 7011 §4).
 *
 * @param vlanKey which VLAN identifiers are part of the flow key
 * @param pointIsKey whether the observation point is
 * @param ignored what was not metered since the process began; asked on the exporting threads
 */
public record MeteringProcess(VlanKey vlanKey, boolean pointIsKey, Supplier<IgnoredPackets> ignored) {}
