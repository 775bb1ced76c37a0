# Shared by run.sh and test.sh: finds Python, installs what the system lacks, makes the virtual environment.
# Sourced, never run. Every failure ends in one plain sentence.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }
fail() { say "shopbell: $*"; exit 1; }

system() {
  case "$(uname -s)" in
    Darwin) echo macos ;;
    Linux)
      if command -v apt-get >/dev/null 2>&1; then echo debian
      elif command -v dnf >/dev/null 2>&1; then echo fedora
      else echo other; fi ;;
    *) echo other ;;
  esac
}

as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif command -v sudo >/dev/null 2>&1; then sudo "$@"
  else return 77; fi
}

# Installs the Debian packages that are missing; says which, and asks for nothing when none is.
apt_install() {
  local missing=() package
  for package in "$@"; do
    # From Debian 13 on some libraries carry "t64" at the end of their names.
    grep -qx installed <<<"$(dpkg-query -W -f '${db:Status-Status}\n' "$package" "${package}t64" 2>/dev/null)" || missing+=("$package")
  done
  [ ${#missing[@]} = 0 ] && return 0
  say "Installing ${missing[*]} …"
  local log; log=$(mktemp)
  if as_root apt-get -o DPkg::Lock::Timeout=300 update -qq >"$log" 2>&1 &&
     as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; then
    rm -f "$log"; return 0
  fi
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
    fail "these system packages are missing and need an administrator: ${missing[*]}. Run as root: apt-get install ${missing[*]}"
  fi
  tail -n 5 "$log" >&2
  fail "apt-get could not install ${missing[*]}; its last words are above, all of them in $log."
}

dnf_install() {
  local missing=() package
  for package in "$@"; do rpm -q "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return 0
  say "Installing ${missing[*]} …"
  as_root dnf install -y -q "${missing[@]}" >&2 </dev/null ||
    fail "dnf could not install ${missing[*]}. Install them by hand and start again."
}

brew_install() {
  local missing=() package
  for package in "$@"; do brew list --versions "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return 0
  brew install -q "${missing[@]}" >&2 || fail "brew could not install ${missing[*]}."
}

good_python() { "$1" -c 'import sys, venv, ensurepip; raise SystemExit(not (3, 11) <= sys.version_info[:2] < (3, 15))' >/dev/null 2>&1; }

find_python() {
  local candidate
  for candidate in "${PYTHON:-}" python3.13 python3.12 python3.11 python3 python3.14; do
    [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1 && good_python "$candidate" && { command -v "$candidate"; return 0; }
  done
  return 1
}

# Prints a Python between 3.11 and 3.14 that can make virtual environments, installing one where the system offers it.
need_python() {
  find_python && return 0
  case "$(system)" in
    debian) apt_install python3 python3-venv ;;
    fedora) dnf_install python3.13 ;;
    macos)
      command -v brew >/dev/null 2>&1 || fail "Python 3.11 to 3.14 is needed. Install it from python.org or with Homebrew (brew install python@3.12), then start again."
      brew_install python@3.12 ;;
  esac
  find_python || fail "Python 3.11 to 3.14 with venv is needed and this system's packages do not offer it. Install it, then start again (or name it: PYTHON=/path/to/python3)."
}

# The virtual environment lies beside the checkout, so that the checkout itself stays clean.
venv_folder() {
  if [ -n "${SHOPBELL_VENV:-}" ]; then echo "$SHOPBELL_VENV"
  elif [ -w "$(dirname "$root")" ]; then echo "$(dirname "$root")/$(basename "$root").venv"
  else echo "$root/.venv"; fi
}

# need_venv EXTRA: makes or refreshes the environment; does nothing when it already fits pyproject and the pins.
need_venv() {
  local extra=$1 python folder want stamp log
  folder=$(venv_folder)
  want=$(cat "$root/pyproject.toml" "$root/packaging/constraints.txt" | cksum | tr -d ' ')
  stamp="$folder/.shopbell-$([ -n "$extra" ] && echo "$extra" || echo run)"
  venv="$folder"
  if [ -x "$folder/bin/python" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ] && "$folder/bin/python" -c 'import desktop' >/dev/null 2>&1; then return 0; fi
  python=$(need_python)
  log=$(mktemp)
  say "Preparing the Python environment in $folder (about 300 MB, once) …"
  if ! { [ -x "$folder/bin/python" ] && good_python "$folder/bin/python"; }; then
    "$python" -m venv --clear "$folder" >"$log" 2>&1 || { tail -n 3 "$log" >&2; fail "$python could not make a virtual environment in $folder."; }
  fi
  if ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check -c "$root/packaging/constraints.txt" hatchling editables >"$log" 2>&1 ||
     ! "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --no-build-isolation -c "$root/packaging/constraints.txt" \
        -e "$root${extra:+[$extra]}" >>"$log" 2>&1; then
    tail -n 5 "$log" >&2
    fail "Python packages could not be installed (no network, or a package is gone?). The whole story is in $log."
  fi
  rm -f "$log"
  printf '%s' "$want" >"$stamp"
}

# What the window's library wants of the system, and the certificates by which servers are known.
system_libraries() {
  case "$(system)" in
    debian)
      apt_install ca-certificates libgl1 libegl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 \
        libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-xkb1 ;;
    fedora)
      dnf_install ca-certificates mesa-libGL mesa-libEGL glib2 dbus-libs fontconfig libxkbcommon libxkbcommon-x11 xcb-util-cursor xcb-util-wm xcb-util-image \
        xcb-util-keysyms xcb-util-renderutil ;;
  esac
}

# What spelling wants of the system: the library that reads dictionaries, and one for English and for the owner's own
# language. Nobody is stopped where they are not to be had: there is no spelling then.
spelling_libraries() {
  local language wanted=()
  language=${LC_ALL:-${LC_MESSAGES:-${LANG:-en}}}
  case "$(system)" in
    debian)
      wanted=(libenchant-2-2 hunspell-en-us)
      case "$language" in
        en_GB*) wanted+=(hunspell-en-gb) ;;
        de_AT*|de_CH*|de_DE*) wanted+=("hunspell-$(printf '%s' "${language:0:5}" | tr 'A-Z_' 'a-z-')") ;;
        de*) wanted+=(hunspell-de-de) ;;
        pt_BR*) wanted+=(hunspell-pt-br) ;;
        pt*) wanted+=(hunspell-pt-pt) ;;
        nb*|nn*) wanted+=(hunspell-no) ;;
        cs*|da*|es*|fr*|hu*|it*|nl*|pl*|ru*|sv*|tr*|uk*) wanted+=("hunspell-${language:0:2}") ;;
      esac
      (apt_install "${wanted[@]}" "$@") || say "Shopbell goes on without spelling." ;;
    fedora)
      wanted=(enchant2 hunspell-en-US)
      case "$language" in
        cs*|da*|de*|es*|fr*|hu*|it*|nl*|pl*|pt*|ru*|sv*|tr*|uk*) wanted+=("hunspell-${language:0:2}") ;;
      esac
      (dnf_install "${wanted[@]}") || say "Shopbell goes on without spelling." ;;
    macos)
      command -v brew >/dev/null 2>&1 || return 0
      (brew_install enchant) || say "Shopbell goes on without spelling." ;;
  esac
}

# The pictures among the letters that customers write with. Without a font for them nothing is drawn in their place.
emoji_font() {
  if command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=und-zsye 2>/dev/null)" ]; then return 0; fi
  case "$(system)" in
    debian) (apt_install fonts-noto-color-emoji) || say "Shopbell goes on without emoji." ;;
    fedora) (dnf_install google-noto-color-emoji-fonts) || say "Shopbell goes on without emoji." ;;
  esac
}
