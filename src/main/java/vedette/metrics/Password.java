package vedette.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import vedette.os.RegularFile;

/** Who may ask: a user and the password in a file, as HTTP's Basic authentication (RFC 7617) sends them. */
final class Password {
    private static final int MOST_OCTETS = 1024;
    private static final String SCHEME = "Basic ";

    private final byte[] expected;

    private Password(String user, String password) {
        expected = (user + ':' + password).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads the password: the file's first line.
     *
     * @throws IOException that says which file and why, if it is not there, cannot be read, is empty, or is for all to read
     */
    static Password read(String user, String file) throws IOException {
        Path path = Path.of(file);
        boolean open;
        byte[] octets;
        try (InputStream in = Files.newInputStream(RegularFile.at(path))) {
            open = Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_READ);
            octets = in.readNBytes(MOST_OCTETS + 1);
        } catch (IOException unreadable) {
            throw bad(file, reason(unreadable));
        }
        if (open) {
            throw bad(file, "others may read it; chmod o= " + file);
        }
        String text = new String(octets, StandardCharsets.UTF_8);
        String password = text.lines().findFirst().orElse("");
        if (password.isEmpty() || octets.length > MOST_OCTETS) {
            throw bad(file, "its first line must be the password, of 1 to " + MOST_OCTETS + " octets");
        }
        return new Password(user, password);
    }

    private static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "no such file";
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied: the sensor's user, and nobody else, must be able to read it";
        }
        String reason = unreadable instanceof FileSystemException named ? named.getReason() : unreadable.getMessage();
        return "cannot be read: " + (reason == null ? unreadable.getClass().getSimpleName() : reason);
    }

    private static IOException bad(String file, String why) {
        return new IOException("metrics.password-file " + file + ": " + why);
    }

    /** Whether the header field names the user and the password; takes as long whichever octet is wrong. */
    boolean isIn(String authorization) {
        if (!authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        try {
            byte[] said = Base64.getDecoder()
                    .decode(authorization.substring(SCHEME.length()).strip());
            return MessageDigest.isEqual(expected, said);
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }
}
