package vedette.daemon;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import ch.qos.logback.core.encoder.JsonEscapeUtil;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes each event of the log as one line, whatever others have put into it. */
final class LogEncoder extends EncoderBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** How a line looks. */
    enum Style {
        /** As a command tells of what is not as it should be. */
        COMMAND,
        /** For people; without a time, which the service manager adds. */
        TEXT,
        /** The same with the name of who says so, and faults with the whole way to them. */
        DETAILED_TEXT,
        /** An object. */
        JSON
    }

    private final Style style;
    private final boolean isJournal;

    /** @param isJournal whether it is systemd's journal that reads the lines, and takes a priority before them */
    LogEncoder(Style style, boolean isJournal) {
        this.style = style;
        this.isJournal = isJournal;
    }

    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        String line = switch (style) {
            case COMMAND -> "vedette: " + word(event.getLevel()) + ": " + brief(event);
            case TEXT -> event.getLevel() + " " + brief(event);
            case DETAILED_TEXT -> event.getLevel() + " " + logger(event) + ": " + detailed(event);
            case JSON -> json(event);
        };
        return (priority(event.getLevel()) + Console.printable(line) + '\n').getBytes(UTF_8);
    }

    private static String word(Level level) {
        return level == Level.WARN ? "warning" : level.toString().toLowerCase(Locale.ROOT);
    }

    private static String logger(ILoggingEvent event) {
        String name = event.getLoggerName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String brief(ILoggingEvent event) {
        return event.getFormattedMessage() + fault(event.getThrowableProxy(), 1);
    }

    private static String detailed(ILoggingEvent event) {
        return event.getFormattedMessage() + fault(event.getThrowableProxy(), Integer.MAX_VALUE);
    }

    /** What was thrown, by what, and so many of the calls that led there, the nearest first. */
    private static String fault(@Nullable IThrowableProxy thrown, int calls) {
        StringBuilder text = new StringBuilder();
        for (IThrowableProxy each = thrown; each != null; each = each.getCause()) {
            text.append(": ")
                    .append(each.getClassName())
                    .append(each.getMessage() == null ? "" : " (" + each.getMessage() + ")")
                    .append(Arrays.stream(each.getStackTraceElementProxyArray())
                            .limit(calls)
                            .map(StackTraceElementProxy::getSTEAsString)
                            .collect(Collectors.joining(" ", " ", "")));
        }
        return text.toString();
    }

    private static String json(ILoggingEvent event) {
        String fault = fault(event.getThrowableProxy(), Integer.MAX_VALUE);
        return "{\"timestamp\":\""
                + TIME.format(Instant.ofEpochMilli(event.getTimeStamp()).plusNanos(event.getNanoseconds() % 1_000_000))
                + member("level", event.getLevel().toString())
                + member("logger", logger(event))
                + member("message", event.getFormattedMessage())
                + (fault.isEmpty() ? "" : member("fault", fault.substring(2)))
                + "\"}";
    }

    /** Ends the member before it, and is ended by what follows. */
    private static String member(String name, String value) {
        return "\",\"" + name + "\":\"" + JsonEscapeUtil.jsonEscapeString(value);
    }

    /** As sd-daemon(3) has it; systemd takes it off again. */
    private String priority(Level level) {
        if (!isJournal) {
            return "";
        }
        return switch (level.toInt()) {
            case Level.ERROR_INT -> "<3>";
            case Level.WARN_INT -> "<4>";
            case Level.INFO_INT -> "<6>";
            default -> "<7>";
        };
    }
}
