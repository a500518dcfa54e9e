package vedette.config;

import vedette.capture.CaptureConfig;
import vedette.flow.FlowConfig;

/** The whole configuration: one checked record per stage, a section of the file each. */
public record Config(SensorConfig sensor, CaptureConfig capture, FlowConfig flow, LogConfig log) {
    public static final Config DEFAULT =
            new Config(SensorConfig.DEFAULT, CaptureConfig.DEFAULT, FlowConfig.DEFAULT, LogConfig.DEFAULT);
}
