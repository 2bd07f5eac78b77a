#!/bin/sh
# cost.sh COMMAND…: measures calls whose messages are signed and encrypted, by COMMAND (`secured_calls`) and by WSS4J. Prints the
# microseconds of a call, `ours N` and `theirs N`. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/keys.sh"
rounds=500
"$@" "$dir" $rounds
java -cp "$cp:$dir/classes" Cost "$dir" $rounds 2>"$dir/log" || { status=$?; cat "$dir/log" >&2; exit $status; }
