package vedette.export.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import vedette.os.RegularFile;

/** Reads certificates and private keys from PEM files (RFC 7468) as openssl and its like write them. */
final class Pem {
    /** Far more than a file of all public authorities takes. */
    private static final int MOST_OCTETS = 1 << 22;

    private static final Pattern BLOCK =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private static final byte[] VERSION_0 = HexFormat.of().parseHex("020100");
    private static final byte[] RSA_KEY = HexFormat.of().parseHex("300d06092a864886f70d0101010500");
    private static final byte[] EC_KEY = HexFormat.of().parseHex("06072a8648ce3d0201");
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int PARAMETERS = 0xA0;

    private record Block(String label, String text) {}

    private Pem() {}

    /** All certificates of a file, in its order; at least one. The message of an exception names the file. */
    static List<X509Certificate> certificates(String file) throws IOException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.equals("CERTIFICATE") || block.label.equals("TRUSTED CERTIFICATE")) {
                certificates.add(certificate(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw new IOException(file + ": no certificate in it; a PEM file has -----BEGIN CERTIFICATE-----");
        }
        return certificates;
    }

    private static X509Certificate certificate(String file, Block block) throws IOException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(octets(file, block)));
        } catch (CertificateException e) {
            throw new IOException(file + ": a certificate in it cannot be read: " + e.getMessage(), e);
        }
    }

    /** The private key of a file. The message of an exception names the file, and holds nothing of the key. */
    static PrivateKey privateKey(String file) throws IOException {
        for (Block block : blocks(file)) {
            if (block.label.equals("ENCRYPTED PRIVATE KEY") || block.text.contains("ENCRYPTED")) {
                throw new IOException(file
                        + ": the key is encrypted, and there is nobody to ask for the passphrase at start;"
                        + " write it without one (openssl pkey -in KEY -out NEW) and protect the file by its mode");
            }
            byte[] pkcs8 = pkcs8(file, block);
            if (pkcs8 != null) {
                return key(file, pkcs8);
            }
        }
        throw new IOException(file + ": no private key in it; a PEM file has -----BEGIN PRIVATE KEY-----");
    }

    /** The key as PKCS#8 has it, null if the block is none. */
    private static byte @Nullable [] pkcs8(String file, Block block) throws IOException {
        return switch (block.label) {
            case "PRIVATE KEY" -> octets(file, block);
            case "RSA PRIVATE KEY" -> der(SEQUENCE, VERSION_0, RSA_KEY, der(OCTET_STRING, octets(file, block)));
            case "EC PRIVATE KEY" -> ecKey(file, octets(file, block));
            default -> null;
        };
    }

    private static PrivateKey key(String file, byte[] pkcs8) throws IOException {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                // One of another algorithm, or none at all.
            }
        }
        throw new IOException(file + ": the private key in it cannot be read; RSA, EC and Ed25519 keys can");
    }

    /** ECPrivateKey of RFC 5915 holds its curve itself, where PKCS#8 wants it outside. */
    private static byte[] ecKey(String file, byte[] ecPrivateKey) throws IOException {
        byte[] curve = parameters(file, ecPrivateKey);
        return der(SEQUENCE, VERSION_0, der(SEQUENCE, EC_KEY, curve), der(OCTET_STRING, ecPrivateKey));
    }

    private static byte[] parameters(String file, byte[] der) throws IOException {
        try {
            int at = contents(der, 0);
            while (at < der.length) {
                int start = contents(der, at);
                int end = start + length(der, at);
                if ((der[at] & 0xFF) == PARAMETERS) {
                    return Arrays.copyOfRange(der, start, end);
                }
                at = end;
            }
        } catch (IndexOutOfBoundsException e) {
            // Not DER, told below.
        }
        throw new IOException(file + ": the EC key in it does not name its curve");
    }

    private static int length(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return first < 0x80
                ? first
                : first == 0x81 ? der[at + 2] & 0xFF : (der[at + 2] & 0xFF) << 8 | der[at + 3] & 0xFF;
    }

    private static int contents(byte[] der, int at) {
        int first = der[at + 1] & 0xFF;
        return at + 2 + (first < 0x80 ? 0 : first & 0x7F);
    }

    private static byte[] der(int tag, byte[]... parts) {
        ByteArrayOutputStream inner = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            inner.writeBytes(part);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(tag);
        int length = inner.size();
        if (length < 0x80) {
            whole.write(length);
        } else if (length < 0x100) {
            whole.write(0x81);
            whole.write(length);
        } else {
            whole.write(0x82);
            whole.write(length >> 8);
            whole.write(length);
        }
        whole.writeBytes(inner.toByteArray());
        return whole.toByteArray();
    }

    private static List<Block> blocks(String file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(text(file));
        while (matcher.find()) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return blocks;
    }

    private static String text(String file) throws IOException {
        Path path = Path.of(file);
        try {
            if (Files.isDirectory(path)) {
                throw new IOException(file + ": cannot be read: it is a directory");
            }
            if (Files.size(path) > MOST_OCTETS) {
                throw new IOException(file + ": is longer than 4 MiB; is it a PEM file?");
            }
            return new String(Files.readAllBytes(RegularFile.at(path)), StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(
                    file + ": cannot be read by the user the sensor runs as; check its owner and mode", e);
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            throw new IOException(file + ": cannot be read: " + reason, e);
        }
    }

    private static byte[] octets(String file, Block block) throws IOException {
        try {
            return Base64.getMimeDecoder().decode(block.text);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": the " + block.label + " in it is damaged", e);
        }
    }
}
