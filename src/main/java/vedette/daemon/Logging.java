package vedette.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;
import vedette.config.LogConfig;

/** Sets up the log: standard error, without times, which the service manager adds. Found by Logback as a service. */
public final class Logging extends ContextAwareBase implements Configurator {
    /** Without stack traces but at level debug, when they may be wanted. */
    private static final String BRIEF = "%level %msg%n%nopex";

    /** As a command tells of what is not as it should be. */
    private static final String OF_COMMAND =
            "vedette: %replace(%replace(%level){'WARN', 'warning'}){'ERROR', 'error'}: %msg%n%nopex";

    private static final String FULL = "%level %logger{0}: %msg%n";

    /** Until the configuration is known, or in commands that have none: warnings alone. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        set(context, LogConfig.Level.WARN, pattern(context, OF_COMMAND), System.err);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LogConfig config, OutputStream err) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        set(context, config.level(), encoder(context, config), err);
    }

    private static void set(
            LoggerContext context, LogConfig.Level level, Encoder<ILoggingEvent> encoder, OutputStream err) {
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(new Unclosed(err));
        appender.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.valueOf(level.name()));
        root.addAppender(appender);
        context.getLogger("org.pcap4j").setLevel(Level.WARN);
        context.getLogger("io.netty").setLevel(Level.WARN);
        // Where only loopback is up, Netty misses a hardware address to make an id of that nothing here uses.
        context.getLogger("io.netty.util.internal.MacAddressUtil").setLevel(Level.ERROR);
    }

    private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogConfig config) {
        if (config.format() == LogConfig.Format.JSON) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(context);
            encoder.start();
            return encoder;
        }
        return pattern(context, config.level() == LogConfig.Level.DEBUG ? FULL : BRIEF);
    }

    private static Encoder<ILoggingEvent> pattern(LoggerContext context, String pattern) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(pattern);
        encoder.start();
        return encoder;
    }

    /** Standard error outlives an appender, which closes what it writes to when the log is set up anew. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
