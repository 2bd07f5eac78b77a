#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with suds; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/python.sh"
need_suds
PYTHONPATH=$here/.. PYTHONDONTWRITEBYTECODE=1 "$python" "$here/client.py" "$url" "$contract" "$cases"
