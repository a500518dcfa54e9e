-- What was spoken, by octets; "guessed" are the flows of which the port alone tells.
SELECT
    coalesce(app_proto, '(unknown)') AS service,
    proto,
    sum(coalesce(aggregate_flows, (flow_end_reason <> 'active')::UBIGINT)) AS flows,
    count(*) FILTER (flow_end_reason <> 'active' AND app_proto_guessed) AS guessed,
    count(DISTINCT src_ip) AS initiators,
    count(DISTINCT dest_ip) AS responders,
    sum(flow_bytes_toserver + flow_bytes_toclient) AS bytes
FROM flows
GROUP BY ALL
ORDER BY bytes DESC, service, proto
