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
loudness=-20 # dBFS, RMS of the 20 ms in which somebody speaks
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

# RMS in dBFS of the 20 ms of $1 in which somebody speaks: those of less than a hundredth of that are pauses
level() {
    sox "$1" -t raw -e signed -b 16 -L - | od -An -v -t d2 -w2 | awk '
        { energy += $1 * $1 }
        NR % 160 == 0 { block[++blocks] = energy / 160; energy = 0 }
        END {
            for (pass = 1; pass <= 5; pass++) {
                sum = count = 0
                for (i = 1; i <= blocks; i++) if (block[i] > mean / 100) { sum += block[i]; count++ }
                mean = sum / count
            }
            print 10 * log(mean) / log(10) - 20 * log(32768) / log(10)
        }'
}

# $work/NAME.wav becomes a clip
finish() {
    local name=$1 text=$2 out=$3 pause gain
    case $text in # what is heard before the next prompt
        *[.?]) pause=0.2 ;;
        *[,:]) pause=0.1 ;;
        *) pause=0.05 ;;
    esac
    # -R and no dither: the same bytes at every run; room for the filters; telephone band; silence cut at both ends
    sox -R -D "$work/$name.wav" "$work/cut.wav" gain -6 rate -h 8000 highpass 200 \
        silence 1 0.01 0.1% reverse silence 1 0.01 0.1% reverse
    # what is 13 dB above speech is pressed to a third: it leaves no room for the rest
    sox -R -D "$work/cut.wav" "$work/even.wav" gain "$(awk "BEGIN { print -26 - ($(level "$work/cut.wav")) }")" \
        compand 0,0.06 -13,-13,-4,-10
    gain=$(awk "BEGIN { print $loudness - ($(level "$work/even.wav")) }")
    sox -R -D "$work/even.wav" -t raw -e mu-law -b 8 -r 8000 -c 1 "$out/$name.ulaw" gain "$gain" pad 0.02 "$pause"
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
