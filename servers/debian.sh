#!/bin/sh
# Unpacks a database server of Debian's archive into a folder, whatever Debian (or Ubuntu) this is: nothing is
# installed, no running system is touched, root is not needed. The programs run through the loader they came with.
#
#   servers/debian.sh mysql FOLDER         MySQL 9.x      (Debian sid)
#   servers/debian.sh mariadb FOLDER       MariaDB 10.11  (Debian 12)
#   servers/debian.sh postgresql FOLDER    PostgreSQL 15  (Debian 12)
#   servers/debian.sh postgresql-17 FOLDER PostgreSQL 17  (Debian 13)
#
# Prints the server's version at the end. A folder that is whole already is left as it is. Exit code 1 and a line
# that says why where the server cannot be had (no apt-get, no network, another architecture).
set -eu

fail() {
  echo "debian.sh: $*" >&2
  exit 1
}

[ $# -eq 2 ] || fail "usage: servers/debian.sh mysql|mariadb|postgresql|postgresql-17 FOLDER"
kind=$1
mkdir -p "$2"
folder=$(cd "$2" && pwd)
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}

case $kind in
mysql) suite=sid packages=mysql-server-core program=usr/sbin/mysqld ;;
mariadb) suite=bookworm packages=mariadb-server-core program=usr/sbin/mariadbd ;;
postgresql) suite=bookworm packages=postgresql-15 program=usr/lib/postgresql/15/bin/postgres ;;
postgresql-17) suite=trixie packages=postgresql-17 program=usr/lib/postgresql/17/bin/postgres ;;
*) fail "no server named $kind; known are mysql, mariadb, postgresql, postgresql-17" ;;
esac

[ "$(uname -m)" = x86_64 ] || fail "only x86_64 is known here, and this is $(uname -m)"
command -v apt-get >/dev/null || fail "apt-get is needed to download packages (Debian or Ubuntu)"
command -v dpkg-deb >/dev/null || fail "dpkg-deb is needed to unpack packages"

root=$folder/root

# The programs need the C library they were built with: each becomes a script that runs it through that one's loader.
wrap() {
  for binary in "$@"; do
    [ -f "$binary" ] && [ ! -e "$binary.bin" ] || continue
    mv "$binary" "$binary.bin"
    printf '#!/bin/sh\nexec "%s" --library-path "%s" "%s" "$@"\n' \
      "$root/lib64/ld-linux-x86-64.so.2" "$root/usr/lib/x86_64-linux-gnu" "$binary.bin" >"$binary"
    chmod +x "$binary"
  done
}

if [ ! -f "$folder/whole" ]; then
  rm -rf "$root" "$folder/apt"
  apt=$folder/apt
  mkdir -p "$root" "$apt/state/lists/partial" "$apt/cache/archives/partial" "$apt/etc"
  : >"$apt/status"
  keys=/usr/share/keyrings/debian-archive-keyring.gpg
  trust="signed-by=$keys"
  # Ubuntu has no keys of Debian's archive; its packages are then checked by their hashes in the index alone.
  [ -f "$keys" ] || trust=trusted=yes
  echo "deb [arch=amd64 $trust] $mirror $suite main" >"$apt/etc/sources.list"
  set -- -qq -o "Dir::State=$apt/state" -o "Dir::State::status=$apt/status" -o "Dir::Cache=$apt/cache" \
    -o "Dir::Etc::sourcelist=$apt/etc/sources.list" -o Dir::Etc::sourceparts=/dev/null \
    -o Dir::Etc::preferencesparts=/dev/null -o APT::Architecture=amd64 -o APT::Architectures=amd64 \
    -o APT::Install-Recommends=false -o APT::Sandbox::User= -o Acquire::Languages=none \
    -o Acquire::Retries=3 -o Debug::NoLocking=true
  apt-get "$@" update || fail "cannot read the package index of $mirror $suite"
  apt-get "$@" -y --download-only --allow-downgrades install $packages ||
    fail "cannot download $packages from $mirror $suite"
  for package in "$apt"/cache/archives/*.deb; do
    dpkg-deb --extract "$package" "$root" || fail "cannot unpack $package"
  done
  # Where /lib64 is a package's own folder, not a link into /usr.
  [ -e "$root/lib64/ld-linux-x86-64.so.2" ] || {
    mkdir -p "$root/lib64"
    loader=$(find "$root" -name 'ld-linux-x86-64.so.2' | head -n 1)
    [ -n "$loader" ] || fail "no loader among the packages"
    ln -sf "$loader" "$root/lib64/ld-linux-x86-64.so.2"
  }
  [ ! -d "$root/lib/x86_64-linux-gnu" ] || [ -L "$root/lib" ] ||
    cp -an "$root/lib/x86_64-linux-gnu/." "$root/usr/lib/x86_64-linux-gnu/"
  wrap "$root/$program" "$root"/usr/lib/postgresql/*/bin/initdb
  "$root/$program" --version >"$folder/version" || fail "$program does not run here"
  rm -rf "$apt"
  : >"$folder/whole"
fi
cat "$folder/version"
