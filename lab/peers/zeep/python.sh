# Python with zeep, for the scripts of this folder.

# Sets `python` to one that has all of these modules: the machine's, or one of a virtualenv that is made once and kept with
# what cargo builds.
need_python_with() {
  need python3
  imports=$(echo "$*" | sed 's/ /, /g')
  venv=${CARGO_TARGET_DIR:-$here/../../../target}/peers/zeep
  for python in python3 "$venv/bin/python3"; do
    "$python" -Ic "import $imports" 2>/dev/null && return
  done
  python3 -m venv "$venv" >/dev/null 2>&1 || lacking "Python's module 'venv' is not installed"
  "$venv/bin/pip" install --quiet --disable-pip-version-check --retries 1 --timeout 20 'zeep>=4.2,<5' 'xmlsec>=1.3,<2' >/dev/null 2>&1 ||
    lacking "zeep and xmlsec are not installed, and cannot be"
}
