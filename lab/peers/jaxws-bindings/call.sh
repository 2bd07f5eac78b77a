#!/bin/sh
# call.sh URL: calls Plane and Archive below URL with a client of JAX-WS RI; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need java javac
. "$here/build.sh"
# The stack's warnings are of interest only where something fails.
java -Xmx256m -cp "$dir/classes:$cp" Caller "$url" 2>"$dir/log" || { cat "$dir/log" >&2; exit 1; }
