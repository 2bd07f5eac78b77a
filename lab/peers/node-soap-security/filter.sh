#!/bin/sh
# filter.sh COMMAND…: exchanges envelopes with COMMAND, each of the two verifying what the other has secured; a line
# for each, and their count. Exits with 77 where a program is missing.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/../node-soap/node.sh"
need openssl
need_node_soap
work_in_scratch
quietly openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=peer -keyout "$dir/key.pem" -out "$dir/certificate.pem"
node --no-deprecation "$here/filter.js" "$dir" "$here/../../../wsdl/CustomerCareService.wsdl" "$@"
