#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with zeep; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
. "$here/python.sh"
need_python_with zeep
PYTHONPATH=$here/.. PYTHONDONTWRITEBYTECODE=1 "$python" "$here/client.py" "$url" "$contract" "$cases"
