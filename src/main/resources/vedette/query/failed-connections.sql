-- TCP connections by source of which some came to nothing: no answer, refused, given up; without the attempts that a flood's aggregates stand for.
SELECT
    src_ip,
    count(*) FILTER (tcp_state IN ('S0', 'REJ', 'RSTOS0', 'SH')) AS failed,
    count(*) AS connections,
    round(100 * failed / connections, 1) AS percent,
    count(*) FILTER (tcp_state IN ('S0', 'RSTOS0', 'SH')) AS unanswered,
    count(*) FILTER (tcp_state = 'REJ') AS refused,
    count(DISTINCT dest_ip) FILTER (tcp_state IN ('S0', 'REJ', 'RSTOS0', 'SH')) AS hosts,
    count(DISTINCT dest_port) FILTER (tcp_state IN ('S0', 'REJ', 'RSTOS0', 'SH')) AS ports
FROM flows
WHERE tcp_state IS NOT NULL AND flow_end_reason <> 'active'
GROUP BY src_ip
HAVING failed > 0
ORDER BY failed DESC, src_ip
