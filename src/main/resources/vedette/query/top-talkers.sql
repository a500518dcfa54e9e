-- Hosts by the octets they sent and received.
WITH counted AS (
    SELECT
        src_ip,
        dest_ip,
        flow_bytes_toserver,
        flow_bytes_toclient,
        flow_pkts_toserver + flow_pkts_toclient AS packets,
        coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT) AS flows
    FROM flows
), ends AS (
    SELECT src_ip AS host, flow_bytes_toserver AS sent, flow_bytes_toclient AS received, packets, flows FROM counted
    UNION ALL
    SELECT dest_ip, flow_bytes_toclient, flow_bytes_toserver, packets, flows FROM counted
)
SELECT host, sum(sent) AS sent, sum(received) AS received, sum(packets) AS packets, sum(flows) AS flows
FROM ends
GROUP BY host
ORDER BY sum(sent) + sum(received) DESC, host
