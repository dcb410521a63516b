# For tests/mysql.sh and tests/moto.sh: servers from Debian sid in folders of their own. Nothing is installed, and nothing that is
# installed is touched. The packages come from the mirror that apt on this machine already uses.

# Unpacks packages and all that they depend on: unpack_sid FOLDER SKIP PACKAGE... leaves out those whose names match SKIP.
unpack_sid() {
    local folder=$1 skip=$2 mirror keys option work
    shift 2
    mirror=$(apt-get indextargets --format '$(RELEASE) $(REPO_URI)' 'Created-By: Packages' 'Component: main' |
        awk -v release="$(. /etc/os-release && echo "$VERSION_CODENAME")" '$1 == release { print $2; exit }')
    [ -n "$mirror" ] || fail "apt has no source of Debian packages to take $* from"
    keys=$(ls /usr/share/keyrings/debian-archive-keyring.* | head -n 1)
    work=$(mktemp -d)
    chmod 755 "$work"
    mkdir -p "$work"/{lists/partial,archives/partial,sources} "$folder"
    : >"$work/status"
    echo "deb [signed-by=$keys] $mirror sid main" >"$work/sources.list"
    # Separate settings, lists and status file: apt resolves for sid as if nothing were installed.
    local apt=(-qq)
    for option in Dir::Etc::sourcelist="$work/sources.list" Dir::Etc::sourceparts="$work/sources" Dir::State::status="$work/status" \
        Dir::State::lists="$work/lists" Dir::Cache="$work" Dir::Cache::archives="$work/archives" APT::Sandbox::User=root; do
        apt+=(-o "$option")
    done
    apt-get "${apt[@]}" update
    apt-get "${apt[@]}" install --no-install-recommends --print-uris "$@" |
        awk -v skip="$skip" '$2 !~ skip { sub(/_.*/, "", $2); print $2 }' >"$work/packages"
    (cd "$work/archives" && xargs apt-get "${apt[@]}" download <"$work/packages")
    for option in "$work"/archives/*.deb; do
        dpkg -x "$option" "$folder"
    done
    rm -rf "$folder"/usr/share/{doc,man,locale} "$work"
}

# Replaces this shell by a program of such a folder: run_sid FOLDER PROGRAM ARG... The program needs a C library that is newer than the
# one of this machine, so its own loader starts it.
run_sid() {
    local usr=$1/usr program=$2 libraries
    shift 2
    libraries=("$usr"/lib/*-linux-gnu)
    exec "$libraries"/ld-linux-*.so.* --library-path "$libraries" "$usr/$program" "$@"
}
