#!/bin/bash
# Speaks the catalogues src/main/resources/org/ssms/media/prompt/LANGUAGE.txt: each prompt becomes LANGUAGE/NAME.ulaw
# beside them, 8 kHz mono G.711 µ-law without a header, all equally loud. Only what has no clip of its present text is
# spoken; LANGUAGE.sums here says of which text and sound each clip is. Run it after a change of a catalogue, and commit
# what it makes. The same packages make the same bytes.
#   render.sh [--all] [LANGUAGE...]
# Needs Debian's festival, festvox-us-slt-hts (English), espeak-ng (all others) and sox.
set -euo pipefail
export LC_ALL=C.UTF-8
here=$(cd "$(dirname "$0")" && pwd)
prompts=$here/../main/resources/org/ssms/media/prompt
loudness=-20 # dBFS, RMS of what is no pause; leaves room for the peaks of speech
peak=-1      # dBFS, the highest: what is peaky stays quieter
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Words per minute of espeak-ng; its voices speak clearly on a telephone at this speed.
declare -A voice=([de]=de [fr]=fr [es]=es [it]=it) speed=([de]=175 [fr]=170 [es]=170 [it]=170)

sum() { sha256sum | cut -c 1-16; }

# name<TAB>text of each prompt
catalogue() { sed -n 's/^\([a-z0-9-]\+\) = \(.*\)$/\1\t\2/p' "$prompts/$1.txt"; }

# Words as a synthesizer must see them that reads them wrong. After a change here: --all.
pronounced() {
    case $1 in
        en) cat ;;
        de) sed -E 's/PIN(s?)/Pinn\1/g; s/undvier/undfier/' ;;
        fr) sed 's/PIN/pinne/g' ;;
        *) sed 's/PIN/pin/g' ;;
    esac
}

# reads name<TAB>text, writes $work/NAME.wav
speak() {
    if [ "$1" = en ]; then
        # one process for all: the voice takes a second to load
        awk -F '\t' -v dir="$work" 'BEGIN { print "(voice_cmu_us_slt_arctic_hts)" } {
            printf "(utt.save.wave (utt.synth (Utterance Text \"%s\")) \"%s/%s.wav\")\n", $2, dir, $1
        }' >"$work/all.scm"
        festival -b "$work/all.scm"
    else
        while IFS=$'\t' read -r name text; do
            espeak-ng -v "${voice[$1]}" -s "${speed[$1]}" -w "$work/$name.wav" -- "$text"
        done
    fi
}

level() { awk -v what="$2" 'index($0, what) == 1 { print $4 }' <<<"$1"; }

# $work/NAME.wav becomes a clip
finish() {
    local name=$1 text=$2 out=$3 stats pause rms high gain
    case $text in # what is heard before the next prompt
        *[.?]) pause=0.2 ;;
        *[,:]) pause=0.1 ;;
        *) pause=0.05 ;;
    esac
    # -R and no dither: the same bytes at every run; room for the filters; telephone band; silence cut at both ends
    sox -R -D "$work/$name.wav" "$work/cut.wav" gain -6 rate -h 8000 highpass 200 \
        silence 1 0.01 0.25% reverse silence 1 0.01 0.25% reverse
    stats=$(sox "$work/cut.wav" -n silence -l 1 0.02 0.5% -1 0.06 0.5% stats 2>&1)
    rms=$(level "$stats" "RMS lev dB")
    high=$(level "$stats" "Pk lev dB")
    gain=$(awk "BEGIN { g = $loudness - ($rms); m = $peak - ($high); print g < m ? g : m }")
    sox -R -D "$work/cut.wav" -t raw -e mu-law -b 8 -r 8000 -c 1 "$out/$name.ulaw" gain "$gain" pad 0.02 "$pause"
}

render() {
    local language=$1 out=$prompts/$1 sums=$here/$1.sums old name text said clip
    mkdir -p "$out"
    touch "$sums"
    old=$(cat "$sums")
    catalogue "$language" | while IFS=$'\t' read -r name text; do
        said="$name $(sum <<<"$text") "
        if $all || [ ! -f "$out/$name.ulaw" ] || ! grep -qF "$said$(sum <"$out/$name.ulaw")" <<<"$old"; then
            printf '%s\t%s\n' "$name" "$text"
        fi
    done >"$work/todo"
    pronounced "$language" <"$work/todo" >"$work/spoken"
    speak "$language" <"$work/spoken"
    while IFS=$'\t' read -r name text; do finish "$name" "$text" "$out" </dev/null; done <"$work/todo"
    # what has no text any more goes
    catalogue "$language" | cut -f 1 | sort >"$work/names"
    for clip in "$out"/*.ulaw; do
        name=$(basename "$clip" .ulaw)
        grep -qxF -- "$name" "$work/names" || rm "$clip"
    done
    catalogue "$language" | while IFS=$'\t' read -r name text; do
        echo "$name $(sum <<<"$text") $(sum <"$out/$name.ulaw")"
    done >"$sums"
    echo "$language: $(wc -l <"$work/todo") of $(wc -l <"$work/names") spoken, $(cat "$out"/*.ulaw | wc -c) bytes"
}

all=false
[ "${1:-}" != --all ] || { all=true; shift; }
for language in "${@:-en de fr es it}"; do
    for one in $language; do render "$one"; done
done
