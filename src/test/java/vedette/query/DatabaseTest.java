package vedette.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {
    private static final String LINE = "{\"flow_id\":1}\n";

    @TempDir
    Path directory;

    private Scratch scratch;
    private Database database;

    @BeforeEach
    void open() throws IOException {
        Files.writeString(directory.resolve("flows.jsonl"), LINE);
        scratch = Scratch.make();
        database = Recording.of(List.of(directory)).open(scratch);
    }

    @AfterEach
    void close() throws IOException {
        database.close();
        scratch.close();
    }

    private String copy() {
        Path recorded = scratch.directory().resolve("link-1");
        return "copy (select 'gone' as x) to '" + recorded + "' (format csv, use_tmp_file false)";
    }

    private static PrintStream nowhere() {
        return new PrintStream(OutputStream.nullOutputStream(), true);
    }

    @Test
    void aStatementOfOursCouldWriteWhatWasRecorded() throws Exception {
        database.execute(copy());
        assertThat(directory.resolve("flows.jsonl")).hasContent("x\ngone\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "COPY",
                "select 1; COPY",
                "select 1) as row_of_answer; COPY; select '{}' from (select 1 x",
                "with x as (COPY) from x",
                "select (with x as (COPY) from x)",
                "describe with x as (COPY) from x",
                "with x as (create table t as select 1) from x",
                "from json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x'))",
                "from \"JSON_execute_serialized_SQL\"(json_serialize_sql('with x as (QUOTED) from x'))",
                "from system.main.json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x'))",
                "describe from json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x'))",
                "select (select 1 from json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x')))",
                "from flows, lateral json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x'))",
                "with y as (from json_execute_serialized_sql(json_serialize_sql('with x as (QUOTED) from x'))) from y",
                "from query('with x as (QUOTED) from x')",
                "from query('from json_execute_serialized_sql(' || 'json_serialize_sql(''select 1''))')",
            })
    void noQuestionCan(String sql) throws IOException {
        String question = sql.replace("COPY", copy()).replace("QUOTED", copy().replace("'", "''"));
        for (Answer answer : List.of(new CsvAnswer(nowhere()), new JsonAnswer(nowhere()))) {
            assertThatThrownBy(() -> database.ask(question, answer)).isInstanceOf(QueryException.class);
            assertThat(directory.resolve("flows.jsonl")).hasContent(LINE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from range(3)",
                "select unnest([1, 2])",
                "from flows, unnest(vlan)",
                "from generate_series(1, 3) union all from range(2)",
                "with recursive n as (select 1 as i union all select i + 1 from n where i < 5) from n",
                "from duckdb_columns()",
                "select * from json_each('[1]')",
                "select 'COPY_QUERY_NODE' as type, {'type': 'COPY_QUERY_NODE'} as other",
                "from (summarize flows) where column_name = 'flow_id'",
                "show tables",
            })
    void whatReadsIsAnswered(String question) throws Exception {
        database.ask(question, new CsvAnswer(nowhere()));
        database.ask(question, new JsonAnswer(nowhere()));
    }
}
