# Python with suds, for the scripts of this folder.

# Sets `python` to one that has suds: the machine's, or one of a virtualenv that is made once and kept with what cargo
# builds.
need_suds() {
  need python3
  venv=${CARGO_TARGET_DIR:-$here/../../../target}/peers/suds
  for python in python3 "$venv/bin/python3"; do
    "$python" -Ic "import suds" 2>/dev/null && return
  done
  python3 -m venv "$venv" >/dev/null 2>&1 || lacking "Python's module 'venv' is not installed"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 'suds>=1.2,<2' >/dev/null 2>&1 ||
    lacking "suds is not installed, and cannot be"
}
