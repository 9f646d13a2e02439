#!/bin/sh
# Makes the spoken prompts of a language: 8 kHz mono G.711 µ-law without a header, all equally loud, 100 ms of silence at
# either end. Needs flite and sox. Run it after a change of sentences-LANGUAGE.txt and commit what it makes.
#   make-prompts.sh [LANGUAGE [VOICE]]
set -eu
language=${1:-en}
voice=${2:-slt}
here=$(cd "$(dirname "$0")" && pwd)
out=$here/../main/resources/org/ssms/media/prompt/$language
loudness=-20 # RMS in dBFS; leaves room for the peaks of speech
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$out"

grep -v '^#' "$here/sentences-$language.txt" | while IFS=: read -r name sentence; do
    flite -voice "$voice" -t "$sentence" -o "$work/spoken.wav"
    # -R and no dither: the same bytes at every run; telephone band; silence cut at both ends
    sox -R -D "$work/spoken.wav" "$work/cut.wav" rate -h 8000 highpass 200 \
        silence 1 0.02 0.5% reverse silence 1 0.02 0.5% reverse
    rms=$(sox "$work/cut.wav" -n stats 2>&1 | awk '/^RMS lev dB/ { print $4 }')
    gain=$(awk "BEGIN { print $loudness - ($rms) }")
    sox -R -D "$work/cut.wav" "$work/loud.wav" gain "$gain" pad 0.1 0.1
    peak=$(sox "$work/loud.wav" -n stats 2>&1 | awk '/^Pk lev dB/ { print $4 }')
    awk "BEGIN { exit !($peak < -1) }" || { echo "$name: peak of $peak dBFS would clip" >&2; exit 1; }
    sox -R -D "$work/loud.wav" -t raw -e mu-law -b 8 -r 8000 -c 1 "$out/$name.ulaw"
    echo "$name: $(wc -c <"$out/$name.ulaw") samples, peak $peak dBFS, RMS before gain $rms dBFS"
done
