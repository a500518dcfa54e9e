-- Flows by how long they lasted, all their parts together.
SELECT
    src_ip,
    dest_ip,
    proto,
    dest_port AS port,
    any_value(app_proto) AS service,
    min(flow_start) AS first,
    round((max(flow_end_ns) - min(flow_start_ns)) / 1e9, 3) AS seconds,
    sum(flow_bytes_toserver) AS toserver,
    sum(flow_bytes_toclient) AS toclient,
    count(*) AS records
FROM flows
WHERE aggregate_flows IS NULL
GROUP BY flow_id, src_ip, dest_ip, proto, dest_port
ORDER BY seconds DESC, first, src_ip, dest_ip
