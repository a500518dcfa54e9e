-- Pairs of hosts by the octets between them, whoever began.
SELECT
    least(src_ip, dest_ip) AS host,
    greatest(src_ip, dest_ip) AS other,
    sum(flow_bytes_toserver + flow_bytes_toclient) AS bytes,
    sum(flow_pkts_toserver + flow_pkts_toclient) AS packets,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows
FROM flows
GROUP BY ALL
ORDER BY bytes DESC, host, other
