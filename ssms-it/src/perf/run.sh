#!/usr/bin/env bash
# What a recorded minute, a call set-up and a call in progress cost, beside the C floor measured in the same run; and what a
# license costs on H2 and on PostgreSQL, beside a request that does nothing.
#
#   ssms-it/src/perf/run.sh [HARNESS]
#
# HARNESS is the folder of the voicemail load harness (measure.py, sipload.c, floor.c, mkmedia.py); default: ../shared/perf beside
# the project. Needs python3, sipp, a C compiler, the OpenSSL headers (libssl-dev), PostgreSQL, and a built server (./ssms run or
# mvn package).
# Environment: CALLS (100) at once, DUR (60) seconds each, SETUPS (2000), RATE (50) new calls a second, SIPP_RATE (150) of them by
# sipp, RUNS (3), LICENSES (4000) of each kind,
# PARTS ("calls licenses"), SSMS_PORT_OFFSET (20900). The result is a Markdown table on the standard output; all figures are in ssms-it/target/perf.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
root=$(cd "$here/../../.." && pwd -P)
harness=${1:-$root/../shared/perf}
work=$root/ssms-it/target/perf
calls=${CALLS:-100} duration=${DUR:-60} setups=${SETUPS:-2000} rate=${RATE:-50} runs=${RUNS:-3} sipp_rate=${SIPP_RATE:-150}
licenses=${LICENSES:-4000} parts=" ${PARTS:-calls licenses} "
offset=${SSMS_PORT_OFFSET:-20900}
floor_port=$((5060 + offset - 10))
postgres_port=$((5060 + offset - 11))

fail() {
  echo "perf: $*" >&2
  exit 1
}
[[ -f $harness/measure.py ]] || fail "no load harness in $harness; give its folder as the argument"
deployment=${SSMS_DEPLOYMENT:-$root/ssms-ear/target/ssms.ear}
[[ -f $deployment ]] || fail "no $deployment; build first"

pids=() postgres='' postgres_home=''
end_what_we_started() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null && wait "$pid" 2>/dev/null; done || true
  [[ -z $postgres ]] || kill -INT "$postgres"
  [[ -z $postgres_home ]] || rm -rf "$postgres_home"
}
trap end_what_we_started EXIT

rm -rf "$work"
mkdir -p "$work/floor"
cp "$harness"/*.{py,c} "$here"/*.xml "$work"
cd "$work"
chmod u+w -- *
cc -O2 -o sipload sipload.c
cc -O2 -o floor-recorder floor.c -lcrypto
python3 mkmedia.py media.ul 16 >/dev/null

# measure LABEL PID TARGET USER STORE CHECK: a warm-up of both, then recordings, then set-ups
measure() {
  local label=$1 pid=$2 target=$3 user=$4 store=$5 check=$6
  local common=(--pid "$pid" --target "$target" --service "$user" --gen sipload --rate "$rate" --label "$label")
  local record=(--recdir "$store" --check "$check")
  echo "perf: $label" >&2
  python3 measure.py "${common[@]}" --calls "$setups" --limit 500 --dur 0 --runs 1 >/dev/null
  python3 measure.py "${common[@]}" "${record[@]}" --calls "$calls" --dur 15 --runs 2 >/dev/null
  python3 measure.py "${common[@]}" "${record[@]}" --calls "$calls" --dur "$duration" --runs "$runs" \
    --out "$work/record.jsonl" >&2
  python3 measure.py "${common[@]}" --calls "$setups" --limit 500 --dur 0 --runs "$runs" --out "$work/setup.jsonl" >&2
}

# setups LABEL PID TARGET USER SCENARIO: call set-ups by sipp, no media, after a warm-up
setups() {
  local common=(--pid "$2" --target "$3" --service "$4" --gen sipp --scenario "$5" --rate "$sipp_rate" --label "$1" --limit 1000 --dur 0)
  echo "perf: $1 by sipp" >&2
  python3 measure.py "${common[@]}" --calls "$setups" --runs 1 >/dev/null
  python3 measure.py "${common[@]}" --calls "$setups" --runs "$runs" --out "$work/sipp.jsonl" >&2
}

# start_server HOME: sets server to its pid
start_server() {
  SSMS_HOME=$1 "$root/wildfly-config/target/server/bin/ssms-server" start >"$1.out" 2>&1 &
  server=$!
  pids+=("$server")
  until grep -qx 'SSMS ready' "$1.out"; do
    kill -0 "$server" 2>/dev/null || fail "the server did not start, see $1.out"
    sleep 1
  done
}

# licenses LABEL PIDS
licenses() {
  echo "perf: licenses, $1" >&2
  python3 "$here/licenses.py" --pid "$2" --url "http://127.0.0.1:$((8080 + offset))" --user alice --label "$1" \
    --count "$licenses" --runs "$runs" --out "$work/licenses.jsonl" >&2
}

# starts Debian's PostgreSQL with its delivered settings, but for two-phase commit, and a server on it
start_on_postgres() {
  local programs as=() client=(psql -h 127.0.0.1 -p "$postgres_port" -U postgres -q)
  programs=$(find /usr/lib/postgresql -name initdb -printf '%h\n' | sort -V | tail -1)
  [[ -n $programs ]] || fail "PostgreSQL is not installed (Debian package postgresql)"
  export PGPASSWORD=$PERF_PASSWORD
  postgres_home=$(mktemp -d)
  mkdir -p "$work/on-postgres/secrets/db"
  for file in "$postgres_home/password" "$work/on-postgres/secrets/db/"{ssms,license}; do
    (umask 077 && echo "$PERF_PASSWORD" >"$file")
  done
  if ((EUID == 0)); then # which it refuses to run as
    chown -R postgres "$postgres_home"
    as=(runuser -u postgres --)
  fi
  cd "$postgres_home"
  "${as[@]}" "$programs/initdb" -D data -U postgres --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C \
    >"$work/postgres.out"
  "${as[@]}" "$programs/pg_ctl" start -w -D data -l log \
    -o "-p $postgres_port -c listen_addresses=127.0.0.1 -k $postgres_home -c max_prepared_transactions=100" >>"$work/postgres.out"
  postgres=$(head -1 data/postmaster.pid)
  cd "$work"
  for name in ssms license; do
    "${client[@]}" -c "create user $name password '$PERF_PASSWORD'" -c "create database $name owner $name"
  done
  cp home/ssms.properties on-postgres
  cat >>on-postgres/ssms.properties <<END
ssms.db.url=jdbc:postgresql://127.0.0.1:$postgres_port/ssms
ssms.license.db.url=jdbc:postgresql://127.0.0.1:$postgres_port/license
END
  start_server "$work/on-postgres"
}

# all calls come from one address into one mailbox, on a machine that generates the load, too
mkdir -p "$work/home"
cat >"$work/home/ssms.properties" <<'END'
# the harness calls alice at the address of the server and means her mailbox
ssms.sip.pilot-users=voicemail,alice
ssms.flood.rate=100000
ssms.flood.burst=100000
ssms.calls.max-per-user=5000
ssms.calls.max-half-open=5000
ssms.calls.source-share=100
ssms.quota.messages-per-source=1000000
ssms.quota.messages-per-user-and-source=1000000
ssms.calls.max-load=PT5S
END
export SSMS_PORT_OFFSET=$offset SSMS_DEPLOYMENT=$deployment
PERF_PASSWORD=$(openssl rand -hex 12)
export PERF_PASSWORD SSMS_DEMO_PASSWORD=$PERF_PASSWORD
sip=127.0.0.1:$((5060 + offset))

if [[ $parts == *' calls '* ]]; then
  "$work/floor-recorder" -p "$floor_port" -o "$work/floor" &
  floor=$!
  pids+=("$floor")
  measure floor "$floor" "127.0.0.1:$floor_port" 1000 "$work/floor" 'python3 recdur.py "$RECDIR" --since "$SINCE"'
  setups floor "$floor" "127.0.0.1:$floor_port" 1000 mailbox.xml
fi

start_server "$work/home"
if [[ $parts == *' calls '* ]]; then
  measure SSMS "$server" "$sip" alice "$work/home/messages" "python3 $here/protected_store.py \"\$RECDIR\" \"\$SINCE\""
  setups mailbox "$server" "$sip" alice mailbox.xml
  setups redirect "$server" "$sip" bob redirect.xml
  python3 "$here/table.py" calls "$work/record.jsonl" "$work/setup.jsonl" "$work/sipp.jsonl"
fi

if [[ $parts == *' licenses '* ]]; then
  one_message=(--target "$sip" --service alice --gen sipload --calls 1 --dur 15 --runs 1)
  python3 measure.py --pid "$server" "${one_message[@]}" >&2
  licenses H2 "$server"
  kill "$server"
  wait "$server" || true
  start_on_postgres
  python3 measure.py --pid "$server" "${one_message[@]}" >&2
  licenses PostgreSQL "$server,$postgres"
  python3 "$here/table.py" licenses "$work/licenses.jsonl"
fi
