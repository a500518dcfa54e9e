#!/bin/bash
# Runs once in a booted system without a JDK: installs the package, uses it, upgrades, removes and purges it, and writes down what it
# saw, a line each; what it compares lies in /package.
say() { echo "$1=$2" >> /saw; }
files() { find / -xdev \( -path /package -o -path /proc -o -path /var/log/journal -o -path /var/lib/dpkg -o -path /var/cache/ldconfig \) -prune \
    -o -print | sort | grep -vxE '/saw|/var/log/dpkg\.log|/var/lib/systemd/(timers|timesync).*|/var/lib/private'; }
running() { grep -lz '^vedette.daemon.Main' /proc/[0-9]*/cmdline | wc -l; }
state() { systemctl show --value -p "$1" "$2"; }

mount -t tmpfs -o noexec,nosuid,nodev tmpfs /tmp
ip link add veth0 type veth peer name veth1
ip link set veth0 up
ip link set veth1 up
files > /package/before

dpkg -i /package/first.deb > /package/install.log 2>&1
say install $?
say java "$(command -v java)"
say enabled "$(systemctl is-enabled vedette)"
say active "$(systemctl is-active vedette)"
say version "$(vedette version)"

cd /tmp || exit
vedette replay --filter icmp --write /tmp/out /package/capture.pcap.zst > /package/summary 2> /package/complaints
say replay $?
say flows "$(wc -l < /tmp/out/flows.jsonl)"
VEDETTE_OPTS=-Xlog:class+load vedette replay /usr/share/vedette/icmp-sweep.pcap > /package/classes
say archived "$(grep -c ' vedette\..*source: shared objects file (top)' /package/classes)"
say loaded "$(grep -c ' vedette\..*source: ' /package/classes)"

sed -i 's/^interfaces = .*/interfaces = ["veth1"]/' /etc/vedette/vedette.toml
printf '[[collector]]\nuri = "file:/var/lib/vedette/flows"\n' >> /etc/vedette/vedette.toml
sed -e 's/^listen = .*/listen = ""/' -e 's/veth1/veth0/' -e 's,/vedette/flows,/vedette@veth0/flows,' /etc/vedette/vedette.toml > /etc/vedette/veth0.toml
cp /etc/vedette/vedette.toml /package/mine
systemctl enable --now vedette vedette@veth0 2> /package/enable.log
say start $?
say started "$(state SubState vedette)"
say instance "$(state SubState vedette@veth0)"
say status "$(state StatusText vedette)"
systemctl reload vedette
say reload $?
pid=$(state MainPID vedette)
instance=$(state MainPID vedette@veth0)

dpkg --force-confdef -i /package/second.deb > /package/upgrade.log 2>&1
say upgrade $?
say upgraded "$(dpkg-query -W -f '${Version}' vedette)"
cmp /etc/vedette/vedette.toml /package/mine && say kept yes
say restarted "$(state SubState vedette) $(state SubState vedette@veth0)"
[ "$(state MainPID vedette)" != "$pid" ] && [ "$(state MainPID vedette@veth0)" != "$instance" ] && say new yes
say running "$(running)"
say still "$(systemctl is-enabled vedette)"
journalctl -u vedette -u vedette@veth0 -o cat > /package/journal

dpkg -r vedette > /package/remove.log 2>&1
say remove $?
say left "$(running)"
files > /package/removed

dpkg -P vedette > /package/purge.log 2>&1
say purge $?
umount /tmp
files > /package/after
