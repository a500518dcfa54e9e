-- Names that were asked for: in DNS, TLS and HTTP, by flows.
WITH named AS (
    SELECT 'dns' AS told_by, dns_rrname AS name, src_ip FROM flows WHERE dns_rrname IS NOT NULL
    UNION ALL
    SELECT 'tls', tls_sni, src_ip FROM flows WHERE tls_sni IS NOT NULL
    UNION ALL
    SELECT 'http', http_hostname, src_ip FROM flows WHERE http_hostname IS NOT NULL
)
SELECT name, told_by, count(*) AS records, count(DISTINCT src_ip) AS initiators
FROM named
GROUP BY name, told_by
ORDER BY records DESC, name, told_by
