-- Responders' ports by flows, with how many used and how many offered them.
SELECT
    proto,
    dest_port AS port,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    count(DISTINCT src_ip) AS initiators,
    count(DISTINCT dest_ip) AS responders,
    sum(flow_bytes_toserver) AS toserver,
    sum(flow_bytes_toclient) AS toclient
FROM flows
WHERE dest_port IS NOT NULL
GROUP BY ALL
ORDER BY flows DESC, proto, port
