#!/bin/sh
# run.sh PORT: the operation Store of Archive on node-soap at 127.0.0.1:PORT until it is ended; prints 'ready' when the
# port answers, and exits with 77 where a program is missing.
set -eu
port=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/../node-soap/node.sh"
need curl
need_node_soap
work_in_scratch
node "$here/service.js" "$port" "$fixtures/attachments/attachments.wsdl" >"$dir/log" 2>&1 &
pid=$!
wait_and_serve "http://127.0.0.1:$port/archive?wsdl"
