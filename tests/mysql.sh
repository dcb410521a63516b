#!/usr/bin/env bash
# Downloads a real MySQL server for the tests into a folder of its own. Nothing is installed, so MariaDB, which cannot be
# installed next to MySQL, stays.
#
#   tests/mysql.sh install      downloads it if it is missing (about 50 MB), and creates an empty data directory
#   tests/mysql.sh data DIR     unpacks that data directory into DIR
#   tests/mysql.sh run ARG...   runs mysqld with these arguments, instead of this shell
#
# The folder is CONTABYX_TEST_MYSQL_FOLDER, or contabyx/mysql in the cache of the user.
set -euo pipefail

folder=${CONTABYX_TEST_MYSQL_FOLDER:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/contabyx/mysql}
. "$(dirname "${BASH_SOURCE[0]}")/sid.sh"

fail() { echo "mysql.sh: $*" >&2; exit 1; }

mysqld() {
    local root=$1 usr=$1/usr
    shift
    run_sid "$root" sbin/mysqld --no-defaults --basedir="$usr" \
        --plugin-dir="$usr/lib/mysql/plugin" --lc-messages-dir="$usr/share/mysql" --character-sets-dir="$usr/share/mysql/charsets" \
        --secure-file-priv=NULL --mysqlx=OFF --user="$(id -un)" "$@"
}

install() {
    [ ! -e "$folder/data.tar.gz" ] || return 0
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    chmod 755 "$work"
    cd "$work"
    # Only the scripts of the server need Perl.
    unpack_sid "$work/root" '^(lib)?perl' mysql-server-core
    # In memory, because InnoDB waits for the disk at every step.
    local data
    data=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "$work")/mysql-XXXXXX")
    echo "CREATE USER loader@'%' IDENTIFIED BY 'marked-mysql-secret'; GRANT ALL ON *.* TO loader@'%' WITH GRANT OPTION;" >users.sql
    (mysqld "$work/root" --initialize-insecure --datadir="$data" --init-file="$work/users.sql" --innodb-redo-log-capacity=64M \
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
*) sed -n '2,9p' "$0" ;;
esac
