#!/bin/sh
# run.sh PORT: Stock, and the ports of Scales for HTTP GET and POST, on Mono's ASP.NET at 127.0.0.1:PORT until it is ended;
# prints 'ready' when the port answers, and exits with 77 where a program is missing.
set -eu
port=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need mono mcs curl
work_in_scratch
mkdir "$dir/bin"
cp "$here/scales.asmx" "$here/stock.asmx" "$here/web.config" "$dir/"
quietly mcs -nologo -target:library -r:System.Data,System.Xml "-out:$dir/bin/Changes.dll" "$here/Changes.cs"
quietly mcs -nologo -r:System.Web "-out:$dir/bin/Host.exe" "$here/Host.cs"
HOME=$dir mono "$dir/bin/Host.exe" "$port" "$dir" >"$dir/log" 2>&1 &
pid=$!
wait_and_serve "http://127.0.0.1:$port/scales.asmx"
