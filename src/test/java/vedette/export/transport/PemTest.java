package vedette.export.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivateKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vedette.Tools;
import vedette.export.TlsConfig;

class PemTest {
    @TempDir
    private Path folder;

    private Path key;

    private String make(String arguments) throws IOException, InterruptedException {
        key = folder.resolve("a.key");
        Certificates.openssl(arguments.replace("KEY", key.toString()));
        return Files.readString(key);
    }

    /** A certificate of the key's own. */
    private Path certificate() throws IOException, InterruptedException {
        Path certificate = folder.resolve("a.pem");
        Certificates.openssl("req -x509 -new -key " + key + " -days 2 -subj /CN=a -out " + certificate);
        return certificate;
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out KEY, PRIVATE KEY, RSA",
        "genrsa -traditional -out KEY 2048, RSA PRIVATE KEY, RSA",
        "genrsa -traditional -out KEY 3072, RSA PRIVATE KEY, RSA",
        "genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out KEY, PRIVATE KEY, EC",
        "ecparam -name prime256v1 -genkey -out KEY, EC PRIVATE KEY, EC",
        "ecparam -name secp521r1 -genkey -noout -out KEY, EC PRIVATE KEY, EC",
        "genpkey -algorithm ED25519 -out KEY, PRIVATE KEY, EdDSA",
    })
    void aKeyIsReadAsOpensslWritesItAndKnownByItsCertificate(String arguments, String label, String algorithm)
            throws IOException, InterruptedException {
        assertThat(make(arguments)).contains("-----BEGIN " + label + "-----");
        PrivateKey read = Pem.privateKey(key.toString());
        assertThat(read.getAlgorithm()).isEqualTo(algorithm);
        Path certificate = certificate();
        assertThat(TlsFiles.read(new TlsConfig("", certificate.toString(), key.toString(), ""))
                        .own())
                .isNotNull();
        Path own = key;
        key = folder.resolve("other.key");
        Certificates.openssl(arguments.replace("KEY", key.toString()));
        assertThatThrownBy(() -> TlsFiles.read(new TlsConfig("", certificate.toString(), key.toString(), "")))
                .hasMessage("collector.tls.key " + key + ": is not the key of the first certificate in " + certificate);
        assertThat(own).exists();
    }

    @ParameterizedTest
    @CsvSource({
        "genpkey -algorithm RSA -aes256 -pass pass:secret -out KEY, ENCRYPTED PRIVATE KEY",
        "genrsa -traditional -aes128 -passout pass:secret -out KEY 2048, RSA PRIVATE KEY",
    })
    void anEncryptedKeyIsToldAsSuch(String arguments, String label) throws IOException, InterruptedException {
        assertThat(make(arguments)).contains("-----BEGIN " + label + "-----");
        assertThatThrownBy(() -> Pem.privateKey(key.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(key + ": the key is encrypted");
    }

    @Test
    void aDamagedKeyIsToldWithoutAnOctetOfIt() throws IOException, InterruptedException {
        String whole = make("ecparam -name prime256v1 -genkey -noout -out KEY");
        String secret = whole.lines().skip(1).findFirst().orElseThrow();
        for (int cut = 1; cut < secret.length() - 16; cut++) {
            Path damaged =
                    Files.writeString(folder.resolve("damaged.key"), whole.replace(secret, secret.substring(cut)));
            assertThatThrownBy(() -> Pem.privateKey(damaged.toString()))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(damaged.toString())
                    .hasMessageNotContaining(secret.substring(cut));
        }
    }

    @Test
    void allCertificatesOfAFileAreReadInTheirOrder() throws IOException, InterruptedException {
        new Certificates(folder, "one").issue("two", "");
        Path both = folder.resolve("both.pem");
        Files.writeString(
                both,
                "Subject: somebody\n" + Files.readString(folder.resolve("two.pem")) + "\n# and\n"
                        + Files.readString(folder.resolve("one.pem")));
        assertThat(Pem.certificates(both.toString()))
                .extracting(certificate -> certificate.getSubjectX500Principal().getName())
                .containsExactly("CN=two", "CN=one");
    }

    @Test
    void aFileThatIsNotThereOrNotForUsIsToldWithItsName() throws IOException, InterruptedException {
        assertThatThrownBy(() -> Pem.certificates("no.pem")).hasMessage("no.pem: no such file");
        Path der = Files.write(folder.resolve("der"), new byte[] {0x30, 0x03, 0x02, 0x01, 0x00});
        assertThatThrownBy(() -> Pem.certificates(der.toString()))
                .hasMessageStartingWith(der + ": no certificate in it");
        Path bad = Files.writeString(der, "-----BEGIN CERTIFICATE-----\nMAMCAQA=\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> Pem.certificates(bad.toString()))
                .hasMessageStartingWith(bad + ": a certificate in it cannot be read");
        assertThat(Tools.tool("openssl")).isNotEmpty();
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aPipeIsRefusedAndNotWaitedForAndALinkIsFollowed() throws IOException, InterruptedException {
        Path pipe = folder.resolve("pipe");
        Tools.run("mkfifo", pipe.toString());
        assertThatThrownBy(() -> Pem.certificates(pipe.toString()))
                .isInstanceOf(IOException.class)
                .hasMessage(pipe + ": cannot be read: pipe is no regular file");
        make("genpkey -algorithm ED25519 -out KEY");
        Path link = Files.createSymbolicLink(folder.resolve("link"), key);
        assertThat(Pem.privateKey(link.toString()).getAlgorithm()).isEqualTo("EdDSA");
    }
}
