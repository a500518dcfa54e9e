package vedette.content;

import java.util.Random;

/** Findings for tests of whatever comes after the metering process, read from payloads as it reads them. */
public final class Samples {
    private static final String LETTERS = "abc.-/ (é√)";

    private Samples() {}

    /** A request to www.example.com by curl/8 that was answered with 404. */
    public static Findings http() {
        return http("GET", "www.example.com", "curl/8");
    }

    private static Findings http(String method, String host, String userAgent) {
        Findings request = Said.inStream(
                        method + " / HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: " + userAgent + "\r\n\r\n")
                .findings();
        return Said.inStream("HTTP/1.1 404 Not Found\r\n\r\n").byResponder().after(request);
    }

    /** A client's hello that names the server. */
    public static Findings tls(String serverName) {
        return Said.inStream(Hello.ofClient().serverName(serverName).alpn("h2").record())
                .findings();
    }

    /** A question of DNS for the address of a.example. */
    public static Findings dns() {
        return Said.inDatagram(Said.hex("123401000001000000000000" + "0161076578616d706c6500" + "00010001"))
                .at(53)
                .findings();
    }

    /** Something of all of that, or only what the port is known for, or nothing. */
    public static Findings random(Random random) {
        return switch (random.nextInt(7)) {
            case 0 -> http();
            case 1 -> http(random);
            case 2 -> tls("a" + random.nextInt() + ".example");
            case 3 -> dns();
            case 4 -> Findings.of(Service.SSH);
            case 5 -> Findings.guess(6, 443);
            default -> Findings.NONE;
        };
    }

    /** A request with a long host and a long user agent. */
    public static Findings http(Random random) {
        return http("POST", text(random), text(random));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder("x");
        for (int i = random.nextInt(300); i > 0; i--) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.append('x').toString();
    }
}
