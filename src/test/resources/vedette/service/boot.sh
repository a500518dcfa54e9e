#!/bin/bash
# Runs once in a booted system: uses the service as its operator would and writes down what it saw, a line each.
saw() { echo "$1=$(systemctl show --value -p "$2" vedette)" >> /saw; }
send() { for i in $(seq 50); do echo hello > "/dev/udp/10.9.0.2/$(($1 + i))"; done; }
await() { for _ in $(seq 300); do "$@" && return; sleep 0.1; done; }
isAgain() { [ "$(systemctl show --value -p NRestarts vedette)" = 1 ] && systemctl -q is-active vedette; }
hasToldLater() { [ "$(grep -c '"dest_ip":"10.9.0.2"' /var/lib/private/vedette/later/flows.jsonl)" = 50 ]; }
hasSeen() { systemctl show --value -p StatusText vedette | grep -q " of 5[0-9] frames"; }

ip link add veth0 type veth peer name veth1
ip addr add 10.9.0.1/24 dev veth0
ip link set veth0 up
ip link set veth1 up
ip neigh add 10.9.0.2 lladdr "$(cat /sys/class/net/veth1/address)" dev veth0

systemctl start vedette
echo "start=$?" >> /saw
saw state SubState
saw user User
saw first StatusText
send 1000
await hasSeen
saw seen StatusText
cp /etc/vedette/vedette.toml /first.toml
cp /etc/vedette/later.toml /etc/vedette/vedette.toml
systemctl reload vedette
echo "reload=$?" >> /saw
saw reloaded SubState
await hasToldLater
cp /var/lib/private/vedette/later/flows.jsonl /later.jsonl
cp /first.toml /etc/vedette/vedette.toml
systemctl reload vedette

kill -STOP "$(systemctl show --value -p MainPID vedette)"
await isAgain
saw restarts NRestarts
saw again SubState
journalctl -u vedette -o cat > /journal-stuck

send 2000
systemctl stop vedette
echo "stop=$?" >> /saw
saw stopped Result
cp /var/lib/private/vedette/flows/flows.jsonl /flows.jsonl
journalctl -u vedette -o cat > /journal
