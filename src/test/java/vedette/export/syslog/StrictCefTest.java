package vedette.export.syslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictCefTest {
    @Test
    void whatIsEscapedIsReadAsItWas() {
        StrictCef.Event event =
                StrictCef.read("CEF:0|V\\|\\\\|p|1=0|7|a name|10|msg=a\\=b \\\\ | c\\nd cn1=0 cn1Label=x");
        assertThat(event.vendor()).isEqualTo("V|\\");
        assertThat(event.version()).isEqualTo("1=0");
        assertThat(event.severity()).isEqualTo(10);
        assertThat(event.value("msg")).isEqualTo("a=b \\ | c\nd");
        assertThat(event.labelled("x")).isEqualTo("0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "LEEF:1|v|p|1|7|n|5|; no CEF:0 at the beginning",
                "CEF:0|v|p|1|7|n; a header of 4 fields",
                "CEF:0|v|p|1|0|7|n|5|msg=x; severity n",
                "CEF:0|v|p|1|7|n|11|msg=x; severity 11",
                "CEF:0|v\\x|p|1|7|n|5|; a header with \\x",
                "CEF:0|v|p|1|7|n|5|msg=a=b; an equals sign within a value of msg",
                "CEF:0|v|p|1|7|n|5|msg=a\\|b; a broken escape at 5",
                "CEF:0|v|p|1|7|n|5|msg=a\\; a broken escape at 5",
                "CEF:0|v|p|1|7|n|5|act=a act=b; act twice",
                "CEF:0|v|p|1|7|n|5|shoe=44; shoe is in no dictionary",
                "CEF:0|v|p|1|7|n|5|src=2001:db8::1; src is no ipv4: 2001:db8::1",
                "CEF:0|v|p|1|7|n|5|c6a2=10.0.0.1 c6a2Label=x; c6a2 is no ipv6: 10.0.0.1",
                "CEF:0|v|p|1|7|n|5|spt=65536; spt of 65536",
                "CEF:0|v|p|1|7|n|5|cn1=0.5 cn1Label=x; cn1 is no long: 0.5",
                "CEF:0|v|p|1|7|n|5|cn1=1; cn1 without what it means",
                "CEF:0|v|p|1|7|n|5|cn1Label=x; cn1Label without value",
                "CEF:0|v|p|1|7|n|5|msg=\u00fc; a character that is not printable ASCII",
            })
    void whatCefForbidsIsRefused(String text, String rule) {
        assertThatThrownBy(() -> StrictCef.read(text))
                .isInstanceOf(StrictSyslog.Violation.class)
                .hasMessageContaining(rule);
    }
}
