package vedette.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeoTest {
    @TempDir
    Path temporary;

    private static Host host(int a, int b, int c, int d) {
        return new Host(4, 0, (long) a << 24 | b << 16 | c << 8 | d);
    }

    private Path countries() throws IOException {
        return new MmdbWriter("Test-Country")
                .put("192.0.2.0/24", Map.of("country", Map.of("iso_code", "CH", "names", Map.of("en", "Switzerland"))))
                .put("198.51.100.0/25", Map.of("registered_country", Map.of("iso_code", "NZ")))
                .writeTo(temporary.resolve("countries.mmdb"));
    }

    private Path networks() throws IOException {
        return new MmdbWriter("Test-ASN")
                .put(
                        "192.0.2.0/24",
                        Map.of("autonomous_system_number", 64_500, "autonomous_system_organization", "Example <Net>"))
                .put(
                        "203.0.113.0/24",
                        Map.of("asn", "AS64501", "as_name", "Other", "country", "Chile", "country_code", "CL"))
                .writeTo(temporary.resolve("networks.mmdb"));
    }

    @Test
    void severalDatabasesTellTogether() throws IOException {
        try (Geo geo = Geo.open(List.of(countries(), networks()))) {
            assertThat(geo.country(host(192, 0, 2, 9))).isEqualTo("Switzerland (CH)");
            assertThat(geo.network(host(192, 0, 2, 9))).isEqualTo("AS64500 Example <Net>");
            assertThat(geo.country(host(198, 51, 100, 5))).isEqualTo("NZ");
            assertThat(geo.network(host(198, 51, 100, 5))).isEmpty();
            assertThat(geo.country(host(203, 0, 113, 1))).isEqualTo("Chile (CL)");
            assertThat(geo.network(host(203, 0, 113, 1))).isEqualTo("AS64501 Other");
            assertThat(geo.names()).containsExactly("countries.mmdb (Test-Country)", "networks.mmdb (Test-ASN)");
        }
    }

    @Test
    void whatNoDatabaseKnowsIsEmpty() throws IOException {
        try (Geo geo = Geo.open(List.of(countries()))) {
            assertThat(geo.country(host(198, 51, 100, 200))).isEmpty();
            assertThat(geo.country(new Host(6, 0x2001_0db8L << 32, 1))).isEmpty();
        }
    }

    @Test
    void aDamagedDatabaseIsNamedOrKnowsNothing() throws IOException {
        byte[] whole = Files.readAllBytes(countries());
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Path file = Files.write(temporary.resolve("damaged.mmdb"), damaged);
            try (Geo geo = Geo.open(List.of(file))) {
                assertThat(geo.country(host(192, 0, 2, 9))).isNotNull();
                assertThat(geo.network(host(203, 0, 113, 9))).isNotNull();
            } catch (IOException refused) {
                assertThat(refused).hasMessage("cannot read " + file + ": it is no database in MaxMind's format");
            }
        }
    }

    @Test
    void whatIsNoDatabaseIsRefused() throws IOException {
        Path text = Files.writeString(temporary.resolve("text.mmdb"), "no database");
        assertThatThrownBy(() -> Geo.open(List.of(text)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("text.mmdb: it is no database");
    }
}
