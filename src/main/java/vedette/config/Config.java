package vedette.config;

import java.util.List;
import vedette.capture.CaptureConfig;
import vedette.detect.DetectConfig;
import vedette.export.CollectorConfig;
import vedette.export.ExportConfig;
import vedette.export.IpfixConfig;
import vedette.features.FeaturesConfig;
import vedette.flow.FlowConfig;
import vedette.metrics.MetricsConfig;

/** The whole configuration: one checked record per stage, a section of the file each. */
public record Config(
        SensorConfig sensor,
        CaptureConfig capture,
        FlowConfig flow,
        DetectConfig detect,
        ExportConfig export,
        IpfixConfig ipfix,
        List<CollectorConfig> collector,
        MetricsConfig metrics,
        LogConfig log,
        FeaturesConfig features) {
    public static final Config DEFAULT = new Config(
            SensorConfig.DEFAULT,
            CaptureConfig.DEFAULT,
            FlowConfig.DEFAULT,
            DetectConfig.DEFAULT,
            ExportConfig.DEFAULT,
            IpfixConfig.DEFAULT,
            List.of(),
            MetricsConfig.DEFAULT,
            LogConfig.DEFAULT,
            FeaturesConfig.DEFAULT);

    public Config {
        collector = List.copyOf(collector);
        for (CollectorConfig each : collector) {
            each.check();
            each.checkFor(ipfix);
        }
        CollectorConfig.checkTogether(collector, export);
    }
}
