#!/bin/sh
# call.sh URL: calls the operation Store of Archive below URL with node-soap; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/../node-soap/node.sh"
need_node_soap
node "$here/client.js" "$url" "$fixtures/attachments/attachments.wsdl"
