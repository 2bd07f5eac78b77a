# What the scripts of the peers share; they set `here` to their folders and then read this file.
fixtures=$here/../../../wsdlgen/tests/fixtures
dir=; pid=

# Ends the script because of something that this machine lacks: the peer is skipped, not failed.
lacking() { echo "$1" >&2; exit 77; }

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || lacking "$program is not installed"
  done
}

need_php_soap() {
  php -r 'exit(extension_loaded("soap") ? 0 : 1);' || lacking "PHP has no extension 'soap'"
}

# Sets `cp` to these of Debian's jars.
need_jars() {
  cp=
  for jar in "$@"; do
    jar=/usr/share/java/$jar.jar
    [ -e "$jar" ] || lacking "$jar is not installed"
    cp=$cp${cp:+:}$jar
  done
}

# A clean folder `dir`, which goes when the script ends, and with it the server `pid`.
work_in_scratch() {
  dir=$(mktemp -d)
  trap '[ -z "$pid" ] || kill "$pid" 2>/dev/null || true; rm -rf "$dir"' EXIT
  trap 'exit 0' INT TERM
}

# Runs a command whose output is of interest only where it fails.
quietly() {
  "$@" >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
}

# Prints 'ready' when this address answers, and waits for the server's end.
wait_and_serve() {
  i=0
  until curl -s -o /dev/null "$1"; do
    i=$((i + 1))
    [ $i -lt 150 ] && kill -0 "$pid" 2>/dev/null || { cat "$dir/log" >&2; exit 1; }
    sleep 0.2
  done
  echo ready
  wait "$pid"
}
