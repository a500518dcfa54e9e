package vedette.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import vedette.capture.CaptureFiles;
import vedette.capture.CaptureSource;
import vedette.daemon.MeteringAgent;
import vedette.decode.DecodeResult;
import vedette.decode.Packet;
import vedette.detect.DetectConfig;
import vedette.detect.Detection;
import vedette.detect.Detectors;
import vedette.flow.Flow;
import vedette.flow.FlowConfig;
import vedette.flow.FlowCounters;
import vedette.flow.FlowEvents;
import vedette.flow.FlowLedger;
import vedette.flow.Folding;
import vedette.flow.Metering;
import vedette.flow.Outcome;

/**
 * Says what each detector costs: replays a capture without detectors, with each alone and with all, in turn, and divides the
 * processor time they add to the metering thread by the number of flow events: whatever {@link FlowEvents} tells but packets, and
 * the records. What the flood detectors do with packets is in the time and not in the number. The first round, in which code is
 * compiled, does not count, nor do the making of the tables and the compiler's and the collector's threads. To be run with the
 * options of {@code bin/vedette}.
 *
 * <p>{@code DetectorCost CAPTURE ROUNDS [NAME...]}: names of detectors, or {@code all}; without any, each and all
 */
public final class DetectorCost {
    private static final String NONE = "none";
    private static final String ALL = "all";

    /** Counts what detectors are told of flows; packets apart, which only the flood detectors look at. */
    private static final class EventCount implements FlowEvents {
        private long events;
        private long packets;

        @Override
        public void onBegin(Flow flow, long nowNs) {
            events++;
        }

        @Override
        public void onSynAck(Flow flow, long nowNs) {
            events++;
        }

        @Override
        public void onHandshake(Flow flow, long nowNs) {
            events++;
        }

        @Override
        public void onOutcome(Flow flow, Outcome outcome, long nowNs) {
            events++;
        }

        @Override
        public void onBurst(Flow flow, long payloadOctets, long nowNs) {
            events++;
        }

        @Override
        public boolean mindsPacket(Flow flow, int direction, Packet packet) {
            packets++;
            return false;
        }
    }

    private DetectorCost() {}

    public static void main(String[] arguments) throws IOException {
        String capture = arguments[0];
        int rounds = Integer.parseInt(arguments[1]);
        EventCount count = count(capture);
        System.out.printf("%d packets, %d flow events%n", count.packets, count.events);
        Map<String, DetectConfig> configs = configs();
        if (arguments.length > 2) {
            List<String> chosen = List.of(arguments).subList(2, arguments.length);
            configs.keySet().removeIf(name -> !name.equals(NONE) && !chosen.contains(name));
        }
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 0; round <= rounds; round++) {
            for (Map.Entry<String, DetectConfig> config : configs.entrySet()) {
                double took = replay(capture, config.getValue());
                if (round > 0) {
                    seconds.computeIfAbsent(config.getKey(), key -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        double without = median(seconds.get(NONE));
        seconds.forEach((name, times) -> System.out.printf(
                "%-12s %6.2f s %7.0f ns more an event, %5.0f ns if packets are events too%n",
                name,
                median(times),
                1e9 * (median(times) - without) / count.events,
                1e9 * (median(times) - without) / (count.events + count.packets)));
    }

    private static Map<String, DetectConfig> configs() {
        Map<String, DetectConfig> configs = new LinkedHashMap<>();
        configs.put(NONE, DetectConfig.DEFAULT.only());
        Detectors.names().forEach(name -> configs.put(name, DetectConfig.DEFAULT.only(name)));
        configs.put(ALL, DetectConfig.DEFAULT);
        return configs;
    }

    /** Outcomes, beginnings and the like, and the ends of flows. */
    private static EventCount count(String capture) throws IOException {
        EventCount count = new EventCount();
        Packet packet = new Packet();
        FlowCounters counters = new FlowCounters();
        Metering metering = new Metering(
                FlowConfig.DEFAULT,
                false,
                1,
                counters,
                new FlowLedger(counters, flow -> count.events++, count, Folding.NONE, 1));
        long[] nowNs = {Long.MIN_VALUE};
        try (CaptureFiles files = CaptureFiles.open(List.of(capture))) {
            while (files.poll(
                            frame -> {
                                nowNs[0] = Math.max(nowNs[0], frame.timestampNs());
                                if (packet.wrap(
                                                frame.bytes(),
                                                frame.offset(),
                                                frame.capturedLength(),
                                                frame.originalLength(),
                                                frame.linkType())
                                        == DecodeResult.OK) {
                                    metering.onPacket(packet, frame.observationPoint(), frame.timestampNs(), nowNs[0]);
                                }
                            },
                            512)
                    != CaptureSource.END) {}
        }
        metering.flush(nowNs[0]);
        return count;
    }

    private static double replay(String capture, DetectConfig config) throws IOException {
        Detection detection = new Detection(config, 1, alert -> {});
        long beganNs = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try (CaptureFiles files = CaptureFiles.open(List.of(capture))) {
            MeteringAgent agent = MeteringAgent.replay(files, FlowConfig.DEFAULT, false, detection, flow -> {});
            while (agent.turn() != CaptureSource.END) {}
            agent.finish();
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - beganNs) / 1e9;
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
