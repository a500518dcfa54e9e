package vedette.content;

import java.util.List;

/** A payload of every shape that is known. */
final class Payloads {
    private Payloads() {}

    static List<Said> all() {
        return List.of(
                Said.inStream(Hello.ofClient()
                        .ciphers(0x1301, 0x1302, 0xC02B)
                        .serverName("www.example.com")
                        .numbers(10, 29, 23)
                        .extension(11, Said.hex("0100"))
                        .numbers(13, 0x0403, 0x0804)
                        .alpn("h2", "http/1.1")
                        .versions(0x0304, 0x0303)
                        .record()),
                Said.inStream(Hello.ofServer()
                                .extension(43, Said.hex("0304"))
                                .alpn("h2")
                                .record())
                        .byResponder(),
                Said.inStream(Said.hex("17 0303 0003 010203 17 0303 0020")),
                Said.inStream("GET /a?b=c HTTP/1.1\r\nHost: a.example\r\nUser-Agent: b\r\n\r\n"),
                Said.inStream("HTTP/1.1 200 OK\r\nServer: a\r\nContent-Type: text/plain\r\n\r\nabc")
                        .byResponder(),
                Said.inDatagram("NOTIFY * HTTP/1.1\r\nHost: 239.255.255.250:1900\r\n\r\n")
                        .at(1900),
                Said.inDatagram("SIP/2.0 200 OK\r\nVia: a\r\n\r\n")
                        .byResponder()
                        .at(5060),
                Said.inStream("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n").byResponder(),
                Said.inStream("220 a.example ESMTP\r\n").byResponder().at(25),
                Said.inStream("EHLO a.example\r\n").at(25),
                Said.inStream("220 FTP ready\r\n").byResponder().at(21),
                Said.inStream("USER anonymous\r\n").at(21),
                Said.inStream("+OK ready\r\n").byResponder(),
                Said.inStream("* OK IMAP4rev1\r\n").byResponder(),
                Said.inStream(Said.hex(SMB2)).byResponder().at(445),
                Said.inStream(Said.hex("0300 002b 26 e0 0000 0000 00"
                        + "436f6f6b69653a206d737473686173683d61646d696e 0d0a" + "01 00 0800 03000000")),
                Said.inStream(Said.hex("10 10 0004 4d515454 04 02 003c 0004 61626364")),
                Said.inDatagram(Said.hex("23" + "00".repeat(47))).at(123),
                Said.inDatagram(Said.hex(DHCP)).at(67),
                Said.inDatagram(Said.hex("16 feff 0000 000000000000 0037 01 00002b 0000 000000 00002b feff"
                        + "00".repeat(32)
                        + "00 00 0002 002f 01 00")),
                Said.inDatagram(new Initial(1)
                                .ack()
                                .crypto(HELLO, 0, HELLO.length)
                                .datagram())
                        .at(443),
                Said.inDatagram(Said.hex("0001 0000 2112a442" + "00".repeat(12))),
                Said.inDatagram(Said.hex("3026 020101 0406 7075626c6963" + "00".repeat(27)))
                        .at(161),
                Said.inStream("RFB 003.008\n").byResponder(),
                Said.inDatagram(dnsAnswer()).byResponder().at(53),
                Said.inStream(Said.counted(2, dnsAnswer())).byResponder().at(53));
    }

    private static final byte[] HELLO =
            Hello.ofClient().serverName("a.example").alpn("h3").versions(0x0304).message();

    static final String SMB2 = "00000100 fe534d42 4000 0000 00000000 0000 0100"
            + "00".repeat(64 - 16)
            + "4100 0100 1103 0000"
            + "00".repeat(56);

    static final String DHCP = "02 01 06 00 00000001 0000 0000 00000000 c0000205"
            + "00".repeat(236 - 20)
            + "63825363 350105 0c06 7072696e7465 3c04 4d534654 00 ff";

    private static byte[] dnsAnswer() {
        return Said.hex("1234 8180 0001 0004 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001"
                + "c00c 0005 0001 0000003c 0006 03 636466 c010"
                + "c02d 0001 0001 0000003c 0004 c0000201"
                + "c02d 001c 0001 0000003c 0010 20010db8000000000000000000000001"
                + "c00c 000f 0001 0000003c 0006 000a 01 61 c010");
    }
}
