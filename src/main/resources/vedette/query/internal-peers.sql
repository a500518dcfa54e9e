-- Pairs of private addresses by flows: who talks with whom inside.
SELECT
    src_ip,
    dest_ip,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    count(DISTINCT dest_port) AS ports,
    sum(flow_bytes_toserver + flow_bytes_toclient) AS bytes,
    min(flow_start) AS first,
    max(flow_end) AS last
FROM flows
WHERE is_private(src_ip) AND is_private(dest_ip)
GROUP BY src_ip, dest_ip
ORDER BY flows DESC, src_ip, dest_ip
