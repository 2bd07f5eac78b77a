#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with node-soap; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/node.sh"
need_node_soap
node "$here/client.js" "$url" "$contract" "$cases"
