package vedette.export.anonymize;

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
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import vedette.os.RegularFile;

/** The secret of a mapping: 32 octets, from a file that holds 64 hexadecimal digits. */
public final class AnonymizationKey {
    /** Octets of a key: one half encrypts, the other is made the padding. */
    static final int LENGTH = 32;

    private static final String HOW = "; make one with: (umask 077; openssl rand -hex 32 > FILE)";
    private static final int MOST_OCTETS = 2 * LENGTH + 2;

    private final byte[] octets;

    AnonymizationKey(byte[] octets) {
        if (octets.length != LENGTH) {
            throw new IllegalArgumentException("a key has 32 octets, had " + octets.length);
        }
        this.octets = octets.clone();
    }

    /**
     * Reads a key.
     *
     * @throws IOException that says which file and why, if it is not there, cannot be read, is no key, or is for all to read
     */
    public static AnonymizationKey read(Path file) throws IOException {
        boolean open;
        byte[] text;
        try (InputStream in = Files.newInputStream(RegularFile.at(file))) {
            open = Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ);
            text = in.readNBytes(MOST_OCTETS + 1);
        } catch (IOException unreadable) {
            throw bad(file, reason(unreadable));
        }
        if (open) {
            throw bad(file, "others may read it, and who has the key can undo what it hides; chmod o= " + file);
        }
        try {
            return new AnonymizationKey(HexFormat.of().parseHex(new String(text, StandardCharsets.ISO_8859_1).strip()));
        } catch (IllegalArgumentException noKey) {
            throw bad(file, "is no key of 64 hexadecimal digits" + HOW);
        }
    }

    static String reason(IOException unreadable) {
        if (unreadable instanceof NoSuchFileException) {
            return "no such file" + HOW;
        }
        if (unreadable instanceof AccessDeniedException) {
            return "permission denied: the sensor's user, and nobody else, must be able to read it";
        }
        String reason = unreadable instanceof FileSystemException named ? named.getReason() : unreadable.getMessage();
        return "cannot be read: " + (reason == null ? unreadable.getClass().getSimpleName() : reason);
    }

    private static IOException bad(Path file, String why) {
        return new IOException("collector.anonymize " + file + ": " + why);
    }

    /** Tells keys apart, and gives none away. */
    public String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("vedette key fingerprint".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest.digest(octets));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    byte[] octets() {
        return octets.clone();
    }
}
