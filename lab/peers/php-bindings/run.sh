#!/bin/sh
# run.sh PORT: People and Plane on PHP's SoapServer at 127.0.0.1:PORT until it is ended; prints 'ready' when the port
# answers, and exits with 77 where a program is missing.
set -eu
port=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need php curl
need_php_soap
work_in_scratch
cp "$here/service.php" "$fixtures/rpc_encoded/rpc_encoded.wsdl" "$fixtures/rpc_literal/rpc_literal.wsdl" "$dir/"
cd "$dir"
php -d soap.wsdl_cache_enabled=0 -S "127.0.0.1:$port" "$dir/service.php" >"$dir/log" 2>&1 &
pid=$!
wait_and_serve "http://127.0.0.1:$port/people"
