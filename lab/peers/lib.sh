# Functions for the scripts of the peers, which set `here` to their folders and then source this file.
fixtures=$here/../../../wsdlgen/tests/fixtures
dir=; pid=

# Ends the script because something is missing on this machine. The peer is skipped, not failed.
lacking() { echo "$1" >&2; exit 77; }

need() {
  for program in "$@"; do
    command -v "$program" >/dev/null 2>&1 || lacking "$program is not installed"
  done
}

need_php_soap() {
  php -r 'exit(extension_loaded("soap") ? 0 : 1);' || lacking "PHP has no extension 'soap'"
}

need_gsoap() {
  [ -e /usr/include/stdsoap2.h ] || lacking "gSOAP's library is not installed"
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

# Sets `cp` to JAX-WS RI.
need_jax_ws() {
  need_jars jaxws-rt jaxws-api jaxb-api jaxb-runtime jaxb-core jaxb-impl jws-api javax.xml.soap-api javax.activation \
    saaj-impl stax-ex streambuffer mimepull metro-policy gmbal glassfish-management-api istack-commons-runtime FastInfoset txw2
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

# Arguments of the clients of CustomerCareService: `call.sh URL [WSDL]`. The contract may be a file or an address.
contract=${2:-$here/../../../wsdl/CustomerCareService.wsdl}
cases=$here/../customer-care.tsv
