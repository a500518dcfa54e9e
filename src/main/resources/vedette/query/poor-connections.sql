-- Pairs of hosts by the share of TCP packets that were sent again, of those with a hundred packets or more.
SELECT
    src_ip,
    dest_ip,
    sum(flow_pkts_toserver + flow_pkts_toclient) AS packets,
    sum(tcp_retransmitted_toserver + tcp_retransmitted_toclient) AS retransmitted,
    round(100 * retransmitted / packets, 2) AS percent,
    sum(tcp_zero_window_toserver + tcp_zero_window_toclient) AS zero_windows,
    sum(tcp_missed_octets_toserver + tcp_missed_octets_toclient) AS missed_octets
FROM flows
WHERE tcp_state IS NOT NULL
GROUP BY src_ip, dest_ip
HAVING packets >= 100 AND retransmitted > 0
ORDER BY percent DESC, packets DESC, src_ip, dest_ip
