package vedette.export.anonymize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;

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
     * @throws IOException that says which file and why, if it is not there, is no key, or is for all to read
     */
    public static AnonymizationKey read(Path file) throws IOException {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw bad(file, "others may read it, and who has the key can undo what it hides; chmod o= " + file);
            }
            byte[] text = Files.newInputStream(file).readNBytes(MOST_OCTETS + 1);
            return new AnonymizationKey(HexFormat.of().parseHex(new String(text, StandardCharsets.ISO_8859_1).strip()));
        } catch (NoSuchFileException missing) {
            throw bad(file, "no such file" + HOW);
        } catch (IllegalArgumentException noKey) {
            throw bad(file, "is no key of 64 hexadecimal digits" + HOW);
        }
    }

    private static IOException bad(Path file, String why) {
        return new IOException("collector.anonymize " + file + ": " + why);
    }

    byte[] octets() {
        return octets.clone();
    }
}
