-- Volume by the hour in which records began (UTC), in the order of time.
SELECT
    date_trunc('hour', flow_start) AS hour,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    sum(flow_pkts_toserver + flow_pkts_toclient) AS packets,
    sum(flow_bytes_toserver) AS toserver,
    sum(flow_bytes_toclient) AS toclient
FROM flows
GROUP BY hour
ORDER BY hour
