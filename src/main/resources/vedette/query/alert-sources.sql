-- Sources by the alerts about them.
SELECT
    coalesce(src_ip, src_prefix) AS source,
    count(DISTINCT alert_id) AS alerts,
    list_sort(list(DISTINCT alert_signature)) AS kinds,
    min(alert_first) AS first,
    max(alert_last) AS last
FROM alerts
WHERE source IS NOT NULL
GROUP BY source
ORDER BY alerts DESC, source
