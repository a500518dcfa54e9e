package vedette;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds the README to what there is. */
class ReadmeTest {
    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)\\)");
    private static final Pattern TESTS = Pattern.compile("run all tests:\n\n```sh\n(.*?)\n```", Pattern.DOTALL);

    private final String readme = Files.readString(Path.of("README.md"));

    ReadmeTest() throws IOException {}

    @Test
    void everyLinkLeadsSomewhere() {
        Matcher link = LINK.matcher(readme);
        assertThat(link.find()).isTrue();
        do {
            assertThat(Path.of(link.group(1))).exists();
        } while (link.find());
    }

    @Test
    void continuousIntegrationRunsTheTestCommandOfTheReadme() throws IOException {
        Matcher tests = TESTS.matcher(readme);
        assertThat(tests.find()).isTrue();
        assertThat(Files.readString(Path.of(".ci/run"))).endsWith(tests.group(1) + "\n");
    }
}
