#!/bin/sh
# run.sh PORT: Plane with WS-Addressing on gSOAP 2.8 at 127.0.0.1:PORT until it is stopped; prints 'ready' when the port
# answers, and exits with 77 if a program is missing.
set -eu
port=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need wsdl2h soapcpp2 cc curl
. "$here/build.sh"
quietly cc -w -o peer peer.c soapServer.c $sources -lgsoap
./peer "$port" >"$dir/log" 2>&1 &
pid=$!
wait_and_serve "http://127.0.0.1:$port/addressed/plane"
