#!/bin/sh
# call.sh URL [WSDL]: calls CustomerCareService at URL with zeep; a line for each call, and their count.
set -eu
url=$1; here=$(cd "$(dirname "$0")" && pwd)
. "$here/../lib.sh"
need python3
python=python3
# Made once, and kept with what cargo builds.
venv=${CARGO_TARGET_DIR:-$here/../../../target}/peers/zeep
if [ -x "$venv/bin/python3" ]; then python=$venv/bin/python3; fi
if ! "$python" -Ic 'import zeep' 2>/dev/null; then
  python3 -m venv "$venv" >/dev/null 2>&1 || lacking "Python's module 'venv' is not installed"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 'zeep>=4.2,<5' >/dev/null 2>&1 ||
    lacking "zeep is not installed, and cannot be"
  python=$venv/bin/python3
fi
"$python" "$here/client.py" "$url" "$contract" "$cases"
