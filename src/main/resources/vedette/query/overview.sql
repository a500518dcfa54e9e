-- How much there is: records, flows, packets, octets, hosts, from when to when.
SELECT
    count(*) AS records,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    sum(flow_pkts_toserver + flow_pkts_toclient) AS packets,
    sum(flow_bytes_toserver + flow_bytes_toclient) AS bytes,
    count(DISTINCT src_ip) AS initiators,
    count(DISTINCT dest_ip) AS responders,
    min(flow_start) AS first,
    max(flow_end) AS last
FROM flows
