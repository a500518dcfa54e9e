package vedette.export.collectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MatrixTableTest {
    @Test
    void theDocumentationShowsTheMatrixThatIsTested() throws Exception {
        assertThat(Files.readString(Path.of("src", "docs", "collectors.md")))
                .contains(String.join("\n", MatrixTable.lines()));
    }
}
