package vedette.daemon;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.slf4j.LoggerFactory;
import vedette.config.LogConfig;

/** Sets up the log: standard error, without times, which the service manager adds. Found by Logback as a service. */
public final class Logging extends ContextAwareBase implements Configurator {
    /** Until the configuration is known, or in commands that have none: warnings alone. */
    @Override
    public ExecutionStatus configure(LoggerContext context) {
        set(context, LogConfig.Level.WARN, LogEncoder.Style.COMMAND, System.err);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LogConfig config, OutputStream err) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        set(context, config.level(), style(config), err);
    }

    private static void set(LoggerContext context, LogConfig.Level level, LogEncoder.Style style, OutputStream err) {
        LogEncoder encoder = new LogEncoder(style, JournalStream.is(JournalStream.STANDARD_ERROR, System.getenv()));
        encoder.setContext(context);
        encoder.start();
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

    private static LogEncoder.Style style(LogConfig config) {
        if (config.format() == LogConfig.Format.JSON) {
            return LogEncoder.Style.JSON;
        }
        return config.level() == LogConfig.Level.DEBUG ? LogEncoder.Style.DETAILED_TEXT : LogEncoder.Style.TEXT;
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
