package vedette.export.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vedette.export.FileConfig;

/**
 * The files of a live sensor's output, one after the other: the one at hand has the output's name, those before are named by
 * {@link EarlierFiles}. A file is ended when it is large or old enough, or when somebody has moved it away and asks for it to be
 * opened again. What cannot be written leaves no trace in the file; that is told once, and tried again every second.
 */
public final class FileSeries implements PieceOutput {
    private static final long NS_PER_S = 1_000_000_000;
    private static final long PAUSE_NS = NS_PER_S;
    private static final long PAUSE_OF_RENAMING_NS = 60 * NS_PER_S;

    private final Path path;
    private final FileConfig config;
    private final LongSupplier reopenings;
    private final boolean isOneSession;

    private @Nullable FileOutputStream out;
    private @Nullable Object identity;
    private long length;
    private long openedNs;
    private long reopened;

    /** Somebody has moved the file away. */
    private boolean isGone;

    /** What follows must be the beginning of a file. */
    private boolean mustBegin;

    private boolean isFailing;
    private long failedNs;
    private boolean isStuck;
    private long stuckNs;

    private FileSeries(Path path, FileConfig config, LongSupplier reopenings, boolean isOneSession) {
        this.path = path;
        this.config = config;
        this.reopenings = reopenings;
        this.isOneSession = isOneSession;
        this.reopened = reopenings.getAsLong();
    }

    /**
     * Files of lines, which are whole each by itself.
     *
     * @param reopenings how often somebody asked for files to be opened again
     * @throws IOException that says which file cannot be written and why
     */
    public static FileSeries ofLines(Path path, FileConfig config, LongSupplier reopenings) throws IOException {
        return new FileSeries(path, config, reopenings, false).opened();
    }

    /** Files that are one session each: after a piece that is missing there must be no other. */
    public static FileSeries ofSessions(Path path, FileConfig config, LongSupplier reopenings) throws IOException {
        return new FileSeries(path, config, reopenings, true).opened();
    }

    private FileSeries opened() throws IOException {
        try {
            open();
        } catch (IOException e) {
            throw new IOException("cannot write " + path + ": " + reason(e), e);
        }
        forgetOldest();
        return this;
    }

    private void open() throws IOException {
        if (Files.exists(path) && Files.size(path) > 0) {
            Files.move(
                    path,
                    EarlierFiles.nameFor(path, Files.getLastModifiedTime(path).toInstant()));
        }
        out = new FileOutputStream(path.toFile(), true);
        identity = identity();
        length = 0;
        openedNs = System.nanoTime();
        isGone = false;
        mustBegin = false;
    }

    private @Nullable Object identity() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public boolean isDue() {
        long asked = reopenings.getAsLong();
        if (asked != reopened) {
            reopened = asked;
            isGone = !isInPlace();
        }
        long nowNs = System.nanoTime();
        if (isFailing) {
            return (mustBegin || isGone) && nowNs - failedNs >= PAUSE_NS;
        }
        return isGone || isFull(nowNs) && !(isStuck && nowNs - stuckNs < PAUSE_OF_RENAMING_NS);
    }

    private boolean isFull(long nowNs) {
        return config.maxSize() > 0 && length >= config.maxSize()
                || !config.maxAge().isZero()
                        && length > 0
                        && nowNs - openedNs >= config.maxAge().toNanos();
    }

    /** Whether the file that is written to is the one that bears the name. */
    private boolean isInPlace() {
        try {
            return out != null && Objects.equals(identity(), identity);
        } catch (IOException gone) {
            return false;
        }
    }

    @Override
    public boolean next() {
        try {
            if (isInPlace()) {
                if (length == 0) {
                    mustBegin = false;
                    return true;
                }
                Files.move(path, EarlierFiles.nameFor(path, Instant.now()));
            }
            isStuck = false;
        } catch (NoSuchFileException gone) {
            isStuck = false;
        } catch (IOException e) {
            return stuck(e);
        }
        shut();
        forgetOldest();
        return begun();
    }

    private boolean begun() {
        try {
            open();
            return true;
        } catch (IOException e) {
            out = null;
            mustBegin = true;
            failed(e);
            return false;
        }
    }

    /** The file cannot get out of the way: what can be written goes on being written to it. */
    private boolean stuck(IOException e) {
        if (!isStuck) {
            log().error("cannot rename {}: {}; it grows on", path, reason(e));
        }
        isStuck = true;
        stuckNs = System.nanoTime();
        failedNs = stuckNs;
        return false;
    }

    private void forgetOldest() {
        if (config.keep() > 0) {
            try {
                EarlierFiles.keep(path, config.keep());
            } catch (IOException e) {
                log().error("cannot delete the files before {}: {}", path, reason(e));
            }
        }
    }

    @Override
    public boolean write(byte[] bytes, int offset, int count) {
        FileOutputStream to = out;
        if (to == null || mustBegin || isFailing && System.nanoTime() - failedNs < PAUSE_NS) {
            return false;
        }
        try {
            to.write(bytes, offset, count);
            length += count;
            if (isFailing) {
                isFailing = false;
                log().info("{} is written again", path);
            }
            return true;
        } catch (IOException e) {
            mustBegin = !isTakenBack(to) || isOneSession;
            failed(e);
            return false;
        }
    }

    /** Cuts off what was written of a piece. */
    private boolean isTakenBack(FileOutputStream to) {
        try {
            to.getChannel().truncate(length);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void failed(IOException e) {
        if (!isFailing) {
            log().error("cannot write {}: {}; what is for it is dropped and counted until it can be", path, reason(e));
        }
        isFailing = true;
        failedNs = System.nanoTime();
    }

    private void shut() {
        try {
            if (out != null) {
                out.close();
            }
        } catch (IOException e) {
            log().error("cannot close {}: {}", path, reason(e));
        }
        out = null;
    }

    @Override
    public void close() {
        shut();
    }

    private static Logger log() {
        return LoggerFactory.getLogger(FileSeries.class);
    }

    /** What the system said, without the name that the line has already. */
    private String reason(IOException e) {
        String said = e.getMessage() == null ? e.toString() : e.getMessage();
        String before = path + " (";
        return said.startsWith(before) && said.endsWith(")")
                ? said.substring(before.length(), said.length() - 1)
                : said;
    }
}
