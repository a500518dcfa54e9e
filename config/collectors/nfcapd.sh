#!/bin/sh
# nfdump's collector for IPFIX, NetFlow v9 and v5: nfcapd.sh [DIRECTORY [PORT]]; use the profile biflow.
# A file every five minutes; a receive buffer of 4 MB, for UDP has no other patience; -I names the source in its log.
directory=${1:-/var/cache/nfdump}
port=${2:-4739}
mkdir -p "$directory" && exec nfcapd -w "$directory" -p "$port" -t 300 -B 4000000 -I vedette
