#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with a client that JAX-WS RI's wsimport makes; a line for each
# call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need java javac wsimport
need_jax_ws
work_in_scratch
mkdir "$dir/classes"
# The contract's header is not part of the operation's message, so that wsimport has to be asked for it. It generates
# the port of SOAP 1.2 as an extension.
quietly wsimport -quiet -extension -Xnocompile -XadditionalHeaders -s "$dir" -d "$dir" -p care "$contract"
quietly javac -nowarn -encoding UTF-8 -cp "$cp" -d "$dir/classes" "$dir"/care/*.java "$here/Client.java"
# The stack's warnings are of interest only where something fails.
java -Xmx256m -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -cp "$dir/classes:$cp" Client "$url" "$cases" 2>"$dir/log" || { cat "$dir/log" >&2; exit 1; }
