-- Alerts by type: how many, how grave, of how many sources, from when to when.
SELECT
    alert_signature_id AS code,
    alert_signature AS alert,
    count(DISTINCT alert_id) AS alerts,
    ['critical', 'high', 'medium', 'low', 'info'][min(list_position(['critical', 'high', 'medium', 'low', 'info'], alert_level))] AS gravest,
    count(DISTINCT coalesce(src_ip, src_prefix)) AS sources,
    count(DISTINCT coalesce(dest_ip, dest_prefix)) AS targets,
    min(alert_first) AS first,
    max(alert_last) AS last
FROM alerts
GROUP BY code, alert
ORDER BY min(alert_severity), alerts DESC, code
