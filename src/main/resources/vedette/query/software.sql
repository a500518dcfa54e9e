-- Programs by what they say of themselves: user agents, servers, SSH banners.
WITH told AS (
    SELECT 'http client' AS told_by, http_http_user_agent AS software, src_ip AS host FROM flows
    UNION ALL
    SELECT 'http server', http_server, dest_ip FROM flows
    UNION ALL
    SELECT 'ssh client', ssh_client_software_version, src_ip FROM flows
    UNION ALL
    SELECT 'ssh server', ssh_server_software_version, dest_ip FROM flows
)
SELECT software, told_by, count(DISTINCT host) AS hosts, count(*) AS records
FROM told
WHERE software IS NOT NULL
GROUP BY software, told_by
ORDER BY hosts DESC, records DESC, software, told_by
