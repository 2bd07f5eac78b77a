#!/bin/sh
# run.sh PORT: People on Apache Axis 1.4 at 127.0.0.1:PORT until it is ended; prints 'ready' when the port answers, and
# exits with 77 where a program is missing.
set -eu
port=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need java javac curl
. "$here/build.sh"
cp "$here/server-config.wsdd" "$dir/"
cd "$dir"
java -Xmx256m -cp "$dir/classes:$cp" Peer "$port" >"$dir/log" 2>&1 &
pid=$!
wait_and_serve "http://127.0.0.1:$port/people"
