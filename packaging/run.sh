#!/usr/bin/env bash
# Sets up everything and opens the demo shop.
#   bash packaging/run.sh                      the window
#   bash packaging/run.sh --screenshot FILE    also without a display: a picture of the window
#   bash packaging/run.sh -- inbox --limit 5   any other shopbell call, on the demo shop
set -euo pipefail
# shellcheck source=packaging/setup.sh
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

screenshot= ; call=()
while [ $# -gt 0 ]; do
  case "$1" in
    --screenshot) [ $# -ge 2 ] || fail "--screenshot needs the name of a file to write."; screenshot=$2; shift 2 ;;
    --) shift; call=("$@"); break ;;
    -h|--help) sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; exit 0 ;;
    *) fail "run.sh does not know “$1”. It takes --screenshot FILE, or -- and a shopbell call." ;;
  esac
done

need_venv spelling
system_libraries
spelling_libraries
emoji_font
shopbell="$venv/bin/shopbell"

if [ ${#call[@]} -gt 0 ]; then exec "$shopbell" --demo "${call[@]}"; fi

if [ "$(uname -s)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  say "There is no display here, so the window cannot open. This is the demo shop's inbox:"
  "$shopbell" --demo inbox --limit 12
  if [ -n "$screenshot" ]; then
    QT_QPA_PLATFORM=offscreen "$shopbell" open --demo --screenshot "$screenshot"
    say "A picture of the window is in $screenshot."
  else
    say "With --screenshot FILE it also writes a picture of the window."
  fi
  exit 0
fi
if [ -n "$screenshot" ]; then
  "$shopbell" open --demo --screenshot "$screenshot"
  say "A picture of the window is in $screenshot."
  exit 0
fi
exec "$shopbell" open --demo
