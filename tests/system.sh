#!/bin/sh
# Installs what some tests need beside Python, where that is allowed; elsewhere says which tests are left out.
set -u
packages="texlive-latex-recommended texlive-fonts-recommended lmodern"
command -v pdflatex >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  export DEBIAN_FRONTEND=noninteractive
  echo "Installing LaTeX for the tests: $packages"
  { apt-get update -qq && apt-get install -qq --no-install-recommends $packages; } >/tmp/vivavoce-apt.log 2>&1 && exit 0
  tail -n 5 /tmp/vivavoce-apt.log
fi
echo "Left out: the tests that compile tables with pdflatex. To run them, install $packages"
echo "(Debian, Ubuntu: apt-get install $packages) and call make test again."
