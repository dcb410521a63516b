#!/usr/bin/env bash
# Unpacks moto for the tests: an S3 server that knows Regions, KMS and bucket settings, which radosgw does not.
#
#   tests/moto.sh install     downloads it if it is missing (about 40 MB)
#   tests/moto.sh run PORT    runs it at a port of 127.0.0.1, instead of this shell
#
# The folder is CONTABYX_TEST_MOTO_FOLDER, or contabyx/moto in the cache of the user.
set -euo pipefail

folder=${CONTABYX_TEST_MOTO_FOLDER:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/contabyx/moto}
. "$(dirname "${BASH_SOURCE[0]}")/sid.sh"

fail() { echo "moto.sh: $*" >&2; exit 1; }

case ${1:-} in
install)
    [ -e "$folder" ] && exit
    mkdir -p "$(dirname "$folder")"
    rm -rf "$folder.new"
    unpack_sid "$folder.new" '^$' python3-moto python3-flask python3-flask-cors
    mv "$folder.new" "$folder"
    ;;
run)
    [ -e "$folder" ] || fail "moto is missing: run tests/servers.sh install"
    export PYTHONHOME=$folder/usr PYTHONPATH=$folder/usr/lib/python3/dist-packages
    run_sid "$folder" bin/python3 -s "$folder/usr/bin/moto_server" -H 127.0.0.1 -p "$2"
    ;;
*) sed -n '2,7p' "$0" ;;
esac
