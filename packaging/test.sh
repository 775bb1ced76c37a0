#!/usr/bin/env bash
# Installs the test servers, then runs format, lint, types, layers, dependencies and the whole suite.
#   bash packaging/test.sh              everything
#   bash packaging/test.sh tests/store  what follows goes to pytest instead of "everything"
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
cd "$root"

case "$(system)" in
  debian)
    apt_install dovecot-core dovecot-imapd dovecot-lmtpd dovecot-submissiond postfix openssl gnome-keyring dbus libsecret-tools xvfb openbox xdotool \
      x11-utils imagemagick at-spi2-core python3-gi gir1.2-atspi-2.0 nginx-light fonts-dejavu-core ;;
  fedora)
    dnf_install dovecot postfix openssl gnome-keyring dbus-daemon libsecret xorg-x11-server-Xvfb openbox xdotool xprop ImageMagick at-spi2-core python3-gobject nginx \
      dejavu-sans-fonts ;;
  *) say "The test servers (Dovecot, Postfix, nginx, Xvfb, gnome-keyring) come from Debian or Fedora packages; tests that need one are skipped here and say so." ;;
esac
system_libraries
spelling_libraries hunspell-de-de
need_venv dev,spelling,ranking
bin="$venv/bin"
export PATH="$bin:$PATH"

if [ $# -gt 0 ]; then exec "$bin/python" -m pytest "$@"; fi

step() { say ""; say "== $1"; shift; "$@"; }
step "format" "$bin/ruff" format --check .
step "lint" "$bin/ruff" check .
step "types" "$bin/mypy"
step "layers" "$bin/lint-imports"
step "dependencies" "$bin/deptry" .
# The order is drawn anew each time; naming it lets a failure be had again. Of the ways to share the tests out, "worksteal" goes on when a worker
# dies and says in which test; "loadgroup" waits for ever (pytest-xdist 3.8).
order=${SHOPBELL_TEST_ORDER:-$RANDOM}
say ""; say "The tests run in order $order; SHOPBELL_TEST_ORDER=$order gives it again."
step "tests" "$bin/python" -m pytest -n 2 --dist worksteal -q --randomly-seed="$order"
