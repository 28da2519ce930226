#!/bin/sh
# Installs what some tests need beside Python, where that is allowed; elsewhere says which tests are left out.
set -u

# need COMMANDS PACKAGES WHAT: see that one of these commands is there.
need() {
  for command in $1; do
    command -v "$command" >/dev/null 2>&1 && return
  done
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    echo "Installing for the tests: $2"
    # shellcheck disable=SC2086
    { apt-get update -qq && apt-get install -qq --no-install-recommends $2; } >/tmp/vivavoce-apt.log 2>&1 && return
    tail -n 5 /tmp/vivavoce-apt.log
  fi
  echo "Left out: the tests that $3. To run them, install $2"
  echo "(Debian, Ubuntu: apt-get install $2) and call make test again."
}

need pdflatex "texlive-latex-recommended texlive-fonts-recommended lmodern" "compile tables with pdflatex"
need "chromium chromium-browser google-chrome" "chromium" "use the app in a browser"
exit 0
