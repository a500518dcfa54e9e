package vedette.os;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Signals that are not to end the process. The JDK's own way to hear them is {@code sun.misc.Signal}, of the module
 * jdk.unsupported, against which nothing compiles without a warning: hence reflection, once at the start.
 */
public final class Signals {
    private Signals() {}

    /**
     * Runs the action, on a thread of its own, whenever the signal comes; until then the signal did what the JVM does by default. For
     * all that come while it runs, it runs once more.
     *
     * @param name without SIG
     * @return whether it will be heard: not if whoever started the process had it ignored, which a JVM leaves as it is
     * @throws IllegalStateException if this JVM does not let it be heard
     */
    public static boolean on(String name, Runnable action) {
        Runnable repeated = new Repeated(action);
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object heard = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        return method.getName().equals("handle") ? run(repeated) : of(proxy, method, arguments);
                    });
            Object before = signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), heard);
            return before != handler.getField("SIG_IGN").get(null);
        } catch (InvocationTargetException refused) {
            throw new IllegalStateException("cannot hear SIG" + name + ": " + refused.getCause(), refused);
        } catch (ReflectiveOperationException absent) {
            throw new IllegalStateException("cannot hear SIG" + name + ": " + absent, absent);
        }
    }

    /** What is asked for while it runs is done once more, whoever asked; the others need not wait, as each signal has a thread. */
    static final class Repeated implements Runnable {
        private final Runnable action;
        private final AtomicInteger asked = new AtomicInteger();

        Repeated(Runnable action) {
            this.action = action;
        }

        @Override
        public void run() {
            if (asked.getAndIncrement() == 0) {
                int answered;
                do {
                    answered = asked.get();
                    runOnce();
                } while (!asked.compareAndSet(answered, 0));
            }
        }

        private void runOnce() {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                asked.set(0);
                throw e;
            }
        }
    }

    private static @Nullable Object run(Runnable action) {
        action.run();
        return null;
    }

    /** A proxy answers for equals, hashCode and toString too. */
    private static Object of(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "equals" -> arguments != null && proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "signal handler";
        };
    }
}
