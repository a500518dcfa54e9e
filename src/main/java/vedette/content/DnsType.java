package vedette.content;

/** Names of types and return codes, as IANA's "Domain Name System Parameters" and Suricata's EVE have them. */
public final class DnsType {
    /** The number of a name that there is not. */
    public static final int UNKNOWN = -1;

    private static final int KNOWN = 1 << 9;
    private static final String[] NAMES = new String[KNOWN];
    private static final String[] RCODES = {
        "NOERROR",
        "FORMERR",
        "SERVFAIL",
        "NXDOMAIN",
        "NOTIMP",
        "REFUSED",
        "YXDOMAIN",
        "YXRRSET",
        "NXRRSET",
        "NOTAUTH",
        "NOTZONE",
        "RCODE11",
        "RCODE12",
        "RCODE13",
        "RCODE14",
        "RCODE15",
    };

    static {
        for (int type = 0; type < KNOWN; type++) {
            NAMES[type] = "TYPE" + type;
        }
        String[] first =
                ("A NS MD MF CNAME SOA MB MG MR NULL WKS PTR HINFO MINFO MX TXT RP AFSDB X25 ISDN RT NSAP NSAP-PTR SIG"
                                + " KEY PX GPOS AAAA LOC NXT EID NIMLOC SRV ATMA NAPTR KX CERT A6 DNAME SINK OPT APL DS SSHFP"
                                + " IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA TYPE54 HIP NINFO RKEY TALINK CDS"
                                + " CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS")
                        .split(" ");
        System.arraycopy(first, 0, NAMES, 1, first.length);
        NAMES[99] = "SPF";
        NAMES[249] = "TKEY";
        NAMES[250] = "TSIG";
        NAMES[251] = "IXFR";
        NAMES[252] = "AXFR";
        NAMES[253] = "MAILB";
        NAMES[255] = "ANY";
        NAMES[256] = "URI";
        NAMES[257] = "CAA";
    }

    private DnsType() {}

    /** A type too high to have a name here is told as unknown. */
    static String name(int type) {
        return type < KNOWN ? NAMES[type] : "UNKNOWN";
    }

    static String rcode(int code) {
        return RCODES[code & 0xF];
    }

    /** The number of a type by its name here. */
    public static int number(String name) {
        return indexOf(name, NAMES);
    }

    /** The number of a return code by its name here. */
    public static int rcodeNumber(String name) {
        return indexOf(name, RCODES);
    }

    private static int indexOf(String name, String[] names) {
        for (int i = 0; i < names.length; i++) {
            if (name.equals(names[i])) {
                return i;
            }
        }
        return UNKNOWN;
    }
}
