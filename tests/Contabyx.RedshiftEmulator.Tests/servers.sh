#!/usr/bin/env bash
# servers.sh start FOLDER POSTGRES-PORT S3-PORT MONITOR-PORT | servers.sh stop FOLDER
# A PostgreSQL and a Ceph radosgw in memory, on the loopback address; stopped by process id.
set -euo pipefail
verb=$1 folder=$2
exec 3>"$folder/start.log"
as_postgres() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1 || true)

if [ "$verb" = stop ]; then
    [ -f "$folder/pg/data/postmaster.pid" ] && as_postgres "$bin/pg_ctl" -D "$folder/pg/data" -m immediate stop >/dev/null
    for file in "$folder"/s3/*.pid; do [ -f "$file" ] && kill "$(cat "$file")" 2>/dev/null || true; done
    sleep 0.3
    [ "$(id -u)" = 0 ] && chown -R root "$folder/pg" 2>/dev/null || true
    exit 0
fi

[ -n "$bin" ] || { echo "postgresql" >&3; exit 1; }
for tool in ceph-mon ceph-osd radosgw radosgw-admin; do command -v $tool >/dev/null || { echo "$tool" >&3; exit 1; }; done
postgres=$3 s3=$4 monitor=$5 d=$folder/s3
chmod 755 "$folder"
mkdir -p "$folder/pg" "$d"/{mon,osd,rgw}
[ "$(id -u)" = 0 ] && chown postgres "$folder/pg"
as_postgres "$bin/initdb" -D "$folder/pg/data" -A trust -U postgres -E UTF8 --locale=C.UTF-8 >"$folder/initdb.log" 2>&1
as_postgres "$bin/pg_ctl" -D "$folder/pg/data" -l "$folder/pg/log" -w start -o \
    "-p $postgres -h 127.0.0.1 -k '' -c fsync=off -c full_page_writes=off -c max_connections=200" >"$folder/initdb.log" 2>&1

fsid=$(cat /proc/sys/kernel/random/uuid)
cat >"$d/ceph.conf" <<X
[global]
fsid = $fsid
mon host = [v2:127.0.0.1:$monitor/0]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
auth cluster required = none
auth service required = none
auth client required = none
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 4
osd pool default pgp num = 4
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
mon allow pool size one = true
mon max pg per osd = 1000
mon data avail warn = 2
mon data avail crit = 1
run dir = $d
admin socket = $d/\$name.asok
log file = $d/\$name.log
crash dir = $d
ms bind ipv6 = false
ms bind msgr1 = false
ms mon client mode = crc
ms mon cluster mode = crc
ms mon service mode = crc
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
paxos propose interval = 0.02
paxos min wait = 0.01
[mon]
mon data = $d/mon
mon cluster log file = $d/cluster.log
mon warn on pool no redundancy = false
auth allow insecure global id reclaim = false
[osd]
osd data = $d/osd
osd objectstore = memstore
memstore device bytes = 4294967296
osd class update on start = false
osd memory target = 939524096
osd op num shards = 2
osd scrub load threshold = 0.01
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$s3 tcp_nodelay=1
rgw data = $d/rgw
rgw thread pool size = 32
rgw enable usage log = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
X
start() { name=$1; shift; setsid nohup "$@" >"$d/$name.out" 2>&1 3>&- & echo $! >"$d/$name.pid"; }
monmaptool --create --fsid "$fsid" --addv a "[v2:127.0.0.1:$monitor]" "$d/monmap" >"$d/setup.out" 2>&1
ceph-mon -c "$d/ceph.conf" -i a --mkfs --monmap "$d/monmap" >>"$d/setup.out" 2>&1
start mon ceph-mon -c "$d/ceph.conf" -i a -f
osd=$(cat /proc/sys/kernel/random/uuid)
ceph -c "$d/ceph.conf" --connect-timeout 20 osd new "$osd" >>"$d/setup.out" 2>&1
ceph-osd -c "$d/ceph.conf" -i 0 --mkfs --osd-uuid "$osd" >>"$d/setup.out" 2>&1
start osd ceph-osd -c "$d/ceph.conf" -i 0 -f
start rgw radosgw -c "$d/ceph.conf" -n client.rgw -f
radosgw-admin -c "$d/ceph.conf" user create --uid=test --display-name=test --access-key=cephaccess \
    --secret-key=cephsecret >"$d/user.out" 2>&1
for _ in $(seq 300); do curl -fs -o /dev/null -m 2 "http://127.0.0.1:$s3/" && exit 0; sleep 0.1; done
echo "radosgw did not start" >&3
exit 1
