#!/bin/sh
# policies.sh COMMAND…: exchanges envelopes with COMMAND (`secured_envelopes`), each of the two securing them as a policy requires and
# verifying what the other has secured; a line for each, and their count. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/keys.sh"
java -cp "$cp:$dir/classes" Peer "$dir" "$@" 2>"$dir/log" || { status=$?; cat "$dir/log" >&2; exit $status; }
