#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with a client that gSOAP's wsdl2h and soapcpp2 make; a line for
# each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need wsdl2h soapcpp2 cc
need_gsoap
work_in_scratch
cp "$here/client.c" "$dir/"
cd "$dir"
quietly wsdl2h -c -o care.h "$contract"
quietly soapcpp2 -C -c -x -L care.h
quietly cc -w -o client client.c soapC.c soapClient.c -lgsoap
./client "$url" "$cases"
