#!/bin/sh
# call.sh URL: calls People and Plane below URL with PHP's SoapClient; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need php
need_php_soap
PEER_CONTRACTS=$fixtures php -d soap.wsdl_cache_enabled=0 "$here/client.php" "$url"
