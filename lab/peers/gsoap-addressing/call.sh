#!/bin/sh
# call.sh URL: calls Plane below URL with a client of gSOAP and WS-Addressing; prints a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need wsdl2h soapcpp2 cc
. "$here/build.sh"
quietly cc -w -o caller caller.c soapClient.c $sources -lgsoap
./caller "$url/plane"
