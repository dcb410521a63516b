#!/usr/bin/env bash
# Starts the real servers that the tests and benchmarks need: MySQL, MariaDB, PostgreSQL (behind the Redshift emulator), and
# Ceph's radosgw and moto (for S3). Each uses free ports of 127.0.0.1 and keeps its data in one folder.
#
#   tests/servers.sh install             installs missing Debian packages (needs root) and downloads MySQL and moto
#   tests/servers.sh start DIR [NAME...] starts mysql, mariadb, postgres, s3 and moto, or the servers that you name, and writes
#                                        DIR/servers.env; with OWNER=PID they stop by themselves when that process ends
#   tests/servers.sh start DIR all       starts mysql, postgres, s3 and redshift (the emulator) and writes
#                                        DIR/contabyx.env for Connect-Contabyx -EnvFile; its source is MySQL, or
#                                        MariaDB if the names are mariadb postgres s3 redshift
#                                        Variables: SERVER_OPTIONS has more options of mysqld or mariadbd.
#   tests/servers.sh stop DIR            stops them by process id and deletes DIR
#
# DIR/servers.env contains the ports and the keys; `. DIR/servers.env` turns them into shell variables.
set -euo pipefail

self=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/servers.sh
mysql=$(dirname "$self")/mysql.sh
moto=$(dirname "$self")/moto.sh
# cron and systemd check and start the scheduled tasks of the tests; Chromium displays the report.
packages=(mariadb-server mariadb-client postgresql ceph-mon ceph-osd radosgw cron systemd chromium)

fail() { echo "servers.sh: $*" >&2; exit 1; }

install() {
    local missing=()
    for package in "${packages[@]}"; do
        dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
    "$mysql" install
    "$moto" install
}

install_packages() {
    local missing=("$@")
    [ "$(id -u)" -eq 0 ] || fail "these packages are missing, and only root can install them: ${missing[*]}"
    apt-get update -qq
    # The installation must not start any server by itself.
    printf '#!/bin/sh\nexit 101\n' >/usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
    rm -f /usr/sbin/policy-rc.d
}

# Finds a port that no process listens on.
free_port() {
    local port
    for _ in $(seq 200); do
        port=$((20000 + RANDOM % 12000))
        (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
    done
    fail "no free port was found"
}

# Runs a server in the background: launch NAME COMMAND... writes its process id and its output to DIR.
launch() {
    local name=$1
    shift
    setsid nohup "$@" >"$dir/$name.out" 2>&1 </dev/null &
    echo $! >"$dir/$name.pid"
}

# Repeats a command until it succeeds, for ten minutes or more, because the machine may be busy.
await() {
    local name=$1
    shift
    for _ in $(seq 6000); do
        "$@" >/dev/null 2>&1 && return
        kill -0 "$(cat "$dir/$name.pid")" 2>/dev/null || break
        sleep 0.1
    done
    tail -n 20 "$dir/$name.out" >&2
    fail "$name did not start; its output is above"
}

note() { printf "%s='%s'\n" "$1" "$2" >>"$dir/servers.env"; }

# local_infile is off by default in MySQL, so the variant without it is the server that most people have.
start_mysql() {
    local port
    port=$(free_port)
    "$mysql" data "$dir/mysql" || fail "MySQL is missing: run tests/servers.sh install"
    rm -f "$dir/mysql/auto.cnf" # Each server makes an identity of its own.
    launch mysql "$mysql" run --datadir="$dir/mysql" --bind-address=127.0.0.1 --port="$port" --socket="$dir/mysql/mysql.sock" \
        --pid-file="$dir/mysql/mysqld.pid" --local-infile="${LOCAL_INFILE:-1}" --innodb-buffer-pool-size=256M \
        --innodb-redo-log-capacity=512M --innodb-flush-log-at-trx-commit=2 --innodb-doublewrite=OFF --skip-log-bin --skip-name-resolve \
        ${SERVER_OPTIONS:-}
    await mysql grep -q 'ready for connections.* port: '"$port" "$dir/mysql.out"
    note_source MYSQL "$port"
}

start_mariadb() {
    command -v mariadbd >/dev/null || fail "mariadbd is missing: run tests/servers.sh install"
    local port user
    port=$(free_port)
    user=$([ "$(id -u)" -eq 0 ] && echo mysql || id -un)
    mkdir -p "$dir/mariadb"
    [ "$(id -u)" -ne 0 ] || chown mysql "$dir/mariadb"
    mariadb-install-db --no-defaults --datadir="$dir/mariadb" --user="$user" --skip-test-db \
        --auth-root-authentication-method=normal >"$dir/mariadb-install.out" 2>&1 || fail "$(tail -n 5 "$dir/mariadb-install.out")"
    launch mariadb mariadbd --no-defaults --datadir="$dir/mariadb" --user="$user" --bind-address=127.0.0.1 --port="$port" \
        --socket="$dir/mariadb/mysql.sock" --local-infile="${LOCAL_INFILE:-1}" --character-set-server=utf8mb4 \
        --innodb-buffer-pool-size=256M --innodb-log-file-size=256M --skip-log-bin ${SERVER_OPTIONS:-}
    await mariadb mariadb-admin --no-defaults --protocol=tcp -h127.0.0.1 -P"$port" -uroot ping
    mariadb --no-defaults --protocol=tcp -h127.0.0.1 -P"$port" -uroot -e \
        "CREATE USER loader@'%' IDENTIFIED BY 'marked-mysql-secret'; GRANT ALL ON *.* TO loader@'%' WITH GRANT OPTION"
    note_source MARIADB "$port"
}

# The source in contabyx.env is whichever of the two starts first.
note_source() {
    note "CONTABYX_TEST_$1_PORT" "$2"
    note "CONTABYX_TEST_$1_USER" loader
    note "CONTABYX_TEST_$1_PASSWORD" marked-mysql-secret
    grep -q CONTABYX_TEST_SOURCE_PORT "$dir/servers.env" || note CONTABYX_TEST_SOURCE_PORT "$2"
}

start_postgres() {
    local bin port
    bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
    [ -n "$bin" ] || fail "PostgreSQL is missing: run tests/servers.sh install"
    port=$(free_port)
    mkdir -p "$dir/postgres"
    [ "$(id -u)" -ne 0 ] || chown postgres "$dir/postgres"
    local as=()
    [ "$(id -u)" -ne 0 ] || as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
    env -C "$dir/postgres" "${as[@]}" "$bin/initdb" -D "$dir/postgres" -U postgres -A trust -E UTF8 --locale=C.UTF-8 \
        >"$dir/postgres-init.out" 2>&1 || fail "$(tail -n 5 "$dir/postgres-init.out")"
    launch postgres env -C "$dir/postgres" "${as[@]}" "$bin/postgres" -D "$dir/postgres" -p "$port" \
        -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c full_page_writes=off \
        -c max_wal_size=4GB -c shared_buffers=128MB -c max_connections=200
    await postgres "$bin/pg_isready" -h 127.0.0.1 -p "$port" -U postgres
    note CONTABYX_TEST_POSTGRES_PORT "$port"
    note CONTABYX_TEST_POSTGRES_USER postgres
}

start_s3() {
    command -v radosgw >/dev/null || fail "radosgw is missing: run tests/servers.sh install"
    local port mon ceph=$dir/s3
    port=$(free_port)
    mon=$(free_port)
    mkdir -p "$ceph"/{mon,osd,run,log,rgw}
    cat >"$ceph/ceph.conf" <<CONF
[global]
fsid = 8c1b9d3e-5a2f-4f0e-9b57-0c0a7ab0c0de
mon host = [v2:127.0.0.1:$mon/0]
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
run dir = $ceph/run
admin socket = $ceph/run/\$name.asok
pid file = $ceph/run/\$name.pid
log file = $ceph/log/\$name.log
crash dir = $ceph/log
ms bind ipv6 = false
ms bind msgr1 = false
ms cluster mode = crc
ms service mode = crc
ms client mode = crc
ms mon client mode = crc
ms mon cluster mode = crc
ms mon service mode = crc
paxos propose interval = 0.02
paxos min wait = 0.01
[mon]
mon data = $ceph/mon
mon cluster log file = $ceph/log/cluster.log
mon warn on pool no redundancy = false
auth allow insecure global id reclaim = false
[osd]
osd data = $ceph/osd
osd objectstore = memstore
osd class update on start = false
memstore device bytes = $((6 << 30))
osd op num shards = 2
[client.rgw]
rgw frontends = beast endpoint=127.0.0.1:$port tcp_nodelay=1
rgw data = $ceph/rgw
rgw thread pool size = 32
rgw enable usage log = false
rgw dynamic resharding = false
rgw override bucket index max shards = 1
rgw gc max objs = 7
rgw gc obj min wait = 1
rgw gc processor period = 5
rgw lc max objs = 3
rgw crypt require ssl = false
CONF
    local conf=(-c "$ceph/ceph.conf") osd
    {
        monmaptool --create --fsid 8c1b9d3e-5a2f-4f0e-9b57-0c0a7ab0c0de --addv a "[v2:127.0.0.1:$mon]" "$ceph/monmap"
        ceph-mon "${conf[@]}" -i a --mkfs --monmap "$ceph/monmap"
    } >"$dir/s3-mon.out" 2>&1 || fail "$(tail -n 5 "$dir/s3-mon.out")"
    launch s3-mon ceph-mon "${conf[@]}" -i a -f
    osd=$(cat /proc/sys/kernel/random/uuid)
    ceph "${conf[@]}" --connect-timeout 20 osd new "$osd" >"$dir/s3-osd.out" 2>&1
    ceph-osd "${conf[@]}" -i 0 --mkfs --osd-uuid "$osd" >>"$dir/s3-osd.out" 2>&1
    launch s3-osd ceph-osd "${conf[@]}" -i 0 -f
    launch s3 radosgw "${conf[@]}" -n client.rgw -f
    radosgw-admin "${conf[@]}" user create --uid=test --display-name=test --access-key=contabyxaccess \
        --secret-key=marked-bucket-secret >"$dir/s3-user.out" 2>&1 || fail "$(tail -n 5 "$dir/s3-user.out")"
    await s3 bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
    note CONTABYX_TEST_S3_ENDPOINT "http://127.0.0.1:$port"
    note CONTABYX_TEST_S3_ACCESS_KEY contabyxaccess
    note CONTABYX_TEST_S3_SECRET_KEY marked-bucket-secret
}

# A second S3 server, which knows more of Amazon S3: Regions, KMS, and settings of buckets. It asks for no right and no signature.
start_moto() {
    local port
    port=$(free_port)
    launch moto "$moto" run "$port"
    await moto bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
    note CONTABYX_TEST_MOTO_ENDPOINT "http://127.0.0.1:$port"
}

# The Redshift emulator, on PostgreSQL and S3; it is built if it does not exist yet.
start_redshift() {
    local project program port user password
    project=$(dirname "$self")/Contabyx.RedshiftEmulator
    program=$project/bin/Release/net10.0/Contabyx.RedshiftEmulator.dll
    [ -e "$program" ] || dotnet build -c Release "$project" >"$dir/redshift-build.out" 2>&1 || fail "$(tail -n 5 "$dir/redshift-build.out")"
    . "$dir/servers.env"
    port=$(free_port)
    user=loader
    password=marked-warehouse-secret
    launch redshift dotnet "$program" --port "$port" --user "$user" --password "$password" \
        --postgres "Host=127.0.0.1;Port=$CONTABYX_TEST_POSTGRES_PORT;Username=postgres;Database=postgres" \
        --s3-endpoint "$CONTABYX_TEST_S3_ENDPOINT" --s3-access-key "$CONTABYX_TEST_S3_ACCESS_KEY" \
        --s3-secret-key "$CONTABYX_TEST_S3_SECRET_KEY"
    await redshift bash -c "exec 3<>/dev/tcp/127.0.0.1/$port"
    note CONTABYX_TEST_REDSHIFT_PORT "$port"
    cat >"$dir/contabyx.env" <<ENV
CONTABYX_SOURCE=mysql://loader@127.0.0.1:$CONTABYX_TEST_SOURCE_PORT/contabyx
CONTABYX_SOURCE_PASSWORD=marked-mysql-secret
BUCKET=contabyx
KEY=books
CONTABYX_REGION=us-east-1
CONTABYX_ENDPOINT=$CONTABYX_TEST_S3_ENDPOINT
CONTABYX_ACCESS_KEY=$CONTABYX_TEST_S3_ACCESS_KEY
CONTABYX_SECRET_KEY=$CONTABYX_TEST_S3_SECRET_KEY
CONTABYX_WAREHOUSE=redshift://$user@127.0.0.1:$port/dev
CONTABYX_WAREHOUSE_PASSWORD=$password
CONTABYX_HOME=$dir/home
ENV
    chmod 600 "$dir/contabyx.env"
}

# Stops the servers if their owner ends without stopping them.
watch_owner() {
    setsid nohup bash -c "while kill -0 $OWNER 2>/dev/null && [ -e '$dir/servers.env' ]; do sleep 1; done; exec '$self' stop '$dir'" \
        >/dev/null 2>&1 </dev/null &
}

start() {
    mkdir -p "$dir"
    chmod 755 "$dir"
    : >"$dir/servers.env"
    [ $# -gt 0 ] || set -- mysql mariadb postgres s3 moto
    [ "$1" != all ] || set -- mysql postgres s3 redshift
    for name in "$@"; do
        "start_$name"
    done
    [ -z "${OWNER:-}" ] || watch_owner
    cat "$dir/servers.env"
}

stop() {
    [ -e "$dir/servers.env" ] || return 0
    rm -f "$dir/servers.env"
    local pids
    pids=$(cat "$dir"/*.pid 2>/dev/null || true)
    [ -z "$pids" ] || kill $pids 2>/dev/null || true
    for _ in $(seq 20); do
        kill -0 $pids 2>/dev/null || break
        sleep 0.1
    done
    [ -z "$pids" ] || kill -9 $pids 2>/dev/null || true
    rm -rf "$dir"
}

case ${1:-} in
install) install ;;
start | stop)
    [ -n "${2:-}" ] || fail "give a folder for the servers' data"
    dir=$(mkdir -p "$2" && cd "$2" && pwd)
    command=$1
    shift 2
    "$command" "$@"
    ;;
*) sed -n '2,17p' "$0" ;;
esac
