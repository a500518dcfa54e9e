package vedette.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Function;
import com.sun.jna.Memory;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two network namespaces of their own, joined by a veth pair: the sensor's and the sender's. No frame leaves them, and no
 * offload merges or delays what passes. Closing ends every process started in them and removes both, as does the end of
 * the JVM.
 */
public final class Namespaces implements AutoCloseable {
    public static final String SENSOR_ADDRESS = "10.99.0.1";
    public static final String SENDER_ADDRESS = "10.99.0.2";

    private static final int CLONE_NEWNET = 0x4000_0000;
    private static final int CAPABILITY_VERSION_3 = 0x2008_0522;
    private static final AtomicInteger MADE = new AtomicInteger();

    /** One of the two ends. */
    public final class Side {
        private final String namespace;
        private final String interfaceName;

        private Side(String namespace, String interfaceName) {
            this.namespace = namespace;
            this.interfaceName = interfaceName;
        }

        public String interfaceName() {
            return interfaceName;
        }

        /** Runs a command here to its end and returns what it said; fails unless it succeeds. */
        public String run(String... command) throws IOException, InterruptedException {
            return Namespaces.run(inside(command));
        }

        /** Starts a command here; it is ended with the namespaces if not before. */
        public Process start(ProcessBuilder builder) throws IOException {
            builder.command(inside(builder.command().toArray(String[]::new)));
            Process process = builder.start();
            processes.add(process);
            return process;
        }

        /** Calls on a thread whose sockets, and whose threads' sockets, are here. */
        public <T> T call(Callable<T> task) throws Exception {
            FutureTask<T> future = new FutureTask<>(() -> {
                setNamespace("/run/netns/" + namespace);
                return task.call();
            });
            new Thread(future, "in-" + namespace).start();
            try {
                return future.get();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Exception cause) {
                    throw cause;
                }
                if (e.getCause() instanceof Error cause) {
                    throw cause;
                }
                throw e;
            }
        }

        /** Makes the calling thread's sockets be here, until what is returned is closed by it. */
        public AutoCloseable enter() {
            int back = descriptor("/proc/thread-self/ns/net");
            setNamespace("/run/netns/" + namespace);
            return () -> {
                setNamespace(back);
                close(back);
            };
        }

        private String[] inside(String... command) {
            List<String> inside = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
            inside.addAll(Arrays.asList(command));
            return inside.toArray(String[]::new);
        }
    }

    private final Side sensor;
    private final Side sender;
    private final List<Process> processes = new ArrayList<>();
    private final Thread atExit = new Thread(this::remove);
    private boolean closed;

    private static void setNamespace(String path) {
        int descriptor = descriptor(path);
        setNamespace(descriptor);
        close(descriptor);
    }

    private static void setNamespace(int descriptor) {
        int entered = Function.getFunction("c", "setns").invokeInt(new Object[] {descriptor, CLONE_NEWNET});
        assertThat(entered).as("setns, errno %d", Native.getLastError()).isZero();
    }

    private static int descriptor(String path) {
        int descriptor = Function.getFunction("c", "open").invokeInt(new Object[] {path, 0});
        assertThat(descriptor).as("open %s", path).isNotNegative();
        return descriptor;
    }

    private static void close(int descriptor) {
        Function.getFunction("c", "close").invokeInt(new Object[] {descriptor});
    }

    private Namespaces(String name) {
        sensor = new Side(name + "a", "veth0");
        sender = new Side(name + "b", "veth1");
    }

    /** Skips the test where namespaces cannot be made, or fails it in continuous integration. */
    public static Namespaces create() throws IOException, InterruptedException {
        need(Files.isWritable(Path.of("/run")) && "root".equals(System.getProperty("user.name")), "needs root");
        needTool("ip");
        needTool("ethtool");
        Namespaces made = new Namespaces("vedette" + ProcessHandle.current().pid() + "-" + MADE.incrementAndGet());
        Runtime.getRuntime().addShutdownHook(made.atExit);
        try {
            made.build();
            return made;
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            made.close();
            throw e;
        }
    }

    /** Takes every capability from the calling thread, for good. */
    public static void giveUpCapabilities() {
        try (Memory header = new Memory(8);
                Memory none = new Memory(24)) {
            header.setInt(0, CAPABILITY_VERSION_3);
            header.setInt(4, 0);
            none.clear();
            int result = Function.getFunction("c", "capset").invokeInt(new Object[] {header, none});
            assertThat(result).as("capset, errno %d", Native.getLastError()).isZero();
        }
    }

    /** Skips the test where a tool is missing, or fails it in continuous integration. */
    public static void needTool(String tool) {
        boolean found = Arrays.stream((System.getenv("PATH") + ":/usr/sbin:/sbin").split(":"))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, tool)));
        need(found, "needs " + tool);
    }

    private static void need(boolean met, String reason) {
        if (!met && "true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        assumeTrue(met, reason);
    }

    private void build() throws IOException, InterruptedException {
        for (Side side : List.of(sensor, sender)) {
            run("ip", "netns", "add", side.namespace);
            // No neighbour or multicast noise of IPv6: only what a test sends passes.
            side.run("sysctl", "-q", "-w", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1");
            side.run("ip", "link", "set", "lo", "up");
        }
        join(sensor.interfaceName, sender.interfaceName);
    }

    /** Joins both sides by another veth pair. */
    public void join(String sensorInterface, String senderInterface) throws IOException, InterruptedException {
        String pair = "ip link add %s netns %s type veth peer name %s netns %s"
                .formatted(sensorInterface, sensor.namespace, senderInterface, sender.namespace);
        run(pair.split(" "));
        bringUp(sensor, sensorInterface);
        bringUp(sender, senderInterface);
    }

    private static void bringUp(Side side, String interfaceName) throws IOException, InterruptedException {
        side.run("ethtool", "-K", interfaceName, "tso", "off", "gso", "off", "gro", "off", "tx", "off");
        side.run("ip", "link", "set", interfaceName, "mtu", "9000", "up");
    }

    /** Gives both sides their addresses; without, nothing but what is injected passes. */
    public Namespaces withAddresses() throws IOException, InterruptedException {
        sensor.run("ip", "addr", "add", SENSOR_ADDRESS + "/24", "dev", sensor.interfaceName);
        sender.run("ip", "addr", "add", SENDER_ADDRESS + "/24", "dev", sender.interfaceName);
        return this;
    }

    /** Where the sensor stands. */
    public Side sensor() {
        return sensor;
    }

    /** Where traffic comes from. */
    public Side sender() {
        return sender;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("%s: %s", String.join(" ", command), said)
                .isZero();
        return said;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Runtime.getRuntime().removeShutdownHook(atExit);
            remove();
        }
    }

    private void remove() {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (Side side : List.of(sensor, sender)) {
            try {
                new ProcessBuilder("ip", "netns", "del", side.namespace)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor(10, TimeUnit.SECONDS);
            } catch (IOException e) {
                // There is no ip, so there is no namespace.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
