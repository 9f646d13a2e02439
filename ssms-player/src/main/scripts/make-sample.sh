#!/bin/sh
# Makes the spoken sample of `./ssms call` again: Debian packages flite and sox. Usage: src/main/scripts/make-sample.sh
set -eu
cd "$(dirname "$0")/../resources/org/ssms/player"
wav=$(mktemp --suffix=.wav)
trap 'rm -f "$wav"' EXIT
flite -voice slt -t 'Hello. This is a test message, protected end to end.' -o "$wav"
sox -D "$wav" -r 8000 -c 1 -e mu-law -t raw sample.ul gain -n -6
