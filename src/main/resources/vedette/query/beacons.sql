-- Who calls whom regularly: the latest of each beacon alert.
SELECT
    coalesce(src_ip, src_prefix) AS source,
    coalesce(dest_ip, dest_prefix) AS destination,
    dest_port AS port,
    max_by(CAST(alert_evidence ->> 'period_s' AS DOUBLE), alert_revision) AS period_s,
    max_by(CAST(alert_evidence ->> 'jitter_percent' AS DOUBLE), alert_revision) AS jitter_percent,
    max_by(CAST(alert_evidence ->> 'calls' AS UBIGINT), alert_revision) AS calls,
    max_by(alert_score, alert_revision) AS score,
    max_by(alert_evidence ->> 'server_name', alert_revision) AS server_name,
    min(alert_first) AS first,
    max(alert_last) AS last
FROM alerts
WHERE alert_signature_id IN (1201, 1202)
GROUP BY alert_id, source, destination, port
ORDER BY score DESC, source, destination, port
