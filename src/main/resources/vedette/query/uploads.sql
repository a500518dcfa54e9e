-- Who sent more than came back, to whom and how much.
SELECT
    src_ip,
    dest_ip,
    dest_port AS port,
    sum(flow_bytes_toserver) AS sent,
    sum(flow_bytes_toclient) AS received,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    NOT is_private(dest_ip) AS outward
FROM flows
WHERE aggregate_flows IS NULL
GROUP BY src_ip, dest_ip, dest_port
HAVING sum(flow_bytes_toserver) > sum(flow_bytes_toclient)
ORDER BY sent DESC, src_ip, dest_ip, port
