#!/usr/bin/env bash
# Downloads a real MySQL server for the tests into a folder of its own. Nothing is installed, so MariaDB, which cannot be
# installed next to MySQL, stays. The packages come from Debian sid, from the mirror that apt on this machine already uses.
#
#   tests/mysql.sh install      downloads it if it is missing (about 50 MB), and creates an empty data directory
#   tests/mysql.sh data DIR     unpacks that data directory into DIR
#   tests/mysql.sh run ARG...   runs mysqld with these arguments, instead of this shell
#
# The folder is CONTABYX_TEST_MYSQL_FOLDER, or contabyx/mysql in the cache of the user.
set -euo pipefail

folder=${CONTABYX_TEST_MYSQL_FOLDER:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/contabyx/mysql}

fail() { echo "mysql.sh: $*" >&2; exit 1; }

# The server brings a C library that is newer than the one of this machine, so its own loader starts it.
mysqld() {
    local usr=$1/usr
    shift
    local libraries=("$usr"/lib/*-linux-gnu)
    exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" "$usr/sbin/mysqld" --no-defaults --basedir="$usr" \
        --plugin-dir="$usr/lib/mysql/plugin" --lc-messages-dir="$usr/share/mysql" --character-sets-dir="$usr/share/mysql/charsets" \
        --secure-file-priv=NULL --mysqlx=OFF --user="$(id -un)" "$@"
}

# Runs apt with separate settings, lists and status file, so that it resolves for sid as if nothing were installed.
fetch() {
    local mirror keys option
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 'Component: main' |
        awk -v release="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$1 == release { print $2; exit }')
    [ -n "$mirror" ] || fail "apt has no source of Debian packages to take MySQL from"
    keys=$(ls /usr/share/keyrings/debian-archive-keyring.* | head -n 1)
    mkdir -p lists/partial archives/partial sources
    : >status
    echo "deb [signed-by=$keys] $mirror sid main" >sources.list
    apt=(-qq)
    for option in Dir::Etc::sourcelist="$PWD/sources.list" Dir::Etc::sourceparts="$PWD/sources" Dir::State::status="$PWD/status" \
        Dir::State::lists="$PWD/lists" Dir::Cache="$PWD" Dir::Cache::archives="$PWD/archives" APT::Sandbox::User=root; do
        apt+=(-o "$option")
    done
    apt-get "${apt[@]}" update
    # Only the scripts of the server need Perl.
    apt-get "${apt[@]}" install --no-install-recommends --print-uris mysql-server-core |
        awk '$2 !~ /^(lib)?perl/ { sub(/_.*/, "", $2); print $2 }' >packages
    (cd archives && xargs apt-get "${apt[@]}" download <../packages)
}

install() {
    [ ! -e "$folder/data.tar.gz" ] || return 0
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 755 "$work"
    cd "$work"
    fetch
    mkdir root
    for package in archives/*.deb; do
        dpkg -x "$package" root
    done
    rm -rf root/usr/share/{doc,man,locale}
    # In memory, because InnoDB waits for the disk at every step.
    local data
    data=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "$work")/mysql-XXXXXX")
    echo "CREATE USER loader@'%' IDENTIFIED BY 'marked-mysql-secret'; GRANT ALL ON *.* TO loader@'%' WITH GRANT OPTION;" >users.sql
    (mysqld root --initialize-insecure --datadir="$data" --init-file="$work/users.sql" --innodb-redo-log-capacity=64M \
        >initialize.out 2>&1) || { tail -n 20 initialize.out >&2; rm -rf "$data"; fail "MySQL's data directory was not made"; }
    tar -C "$data" -czf data.tar.gz .
    rm -rf "$data"
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder" "$folder.new"
    mkdir "$folder.new"
    mv root data.tar.gz "$folder.new/"
    mv "$folder.new" "$folder"
}

case ${1:-} in
install) install ;;
data)
    [ -e "$folder/data.tar.gz" ] || fail "MySQL is missing: run tests/servers.sh install"
    mkdir -p "$2"
    tar -C "$2" -xzf "$folder/data.tar.gz"
    ;;
run)
    shift
    mysqld "$folder/root" "$@"
    ;;
*) sed -n '2,10p' "$0" ;;
esac
