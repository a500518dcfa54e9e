-- IP protocols by octets.
SELECT
    proto,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    sum(flow_pkts_toserver + flow_pkts_toclient) AS packets,
    sum(flow_bytes_toserver + flow_bytes_toclient) AS bytes
FROM flows
GROUP BY proto
ORDER BY bytes DESC, proto
