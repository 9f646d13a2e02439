#!/usr/bin/env bash
# Turns the unpacked WildFly in SERVER into the SSMS server: runs the CLI scripts offline, installs the launcher,
# removes what is not needed. Does nothing when neither WildFly nor a file of this module has changed.
# Usage: configure.sh SERVER SOURCES (this module's src/main) POSTGRESQL (its JDBC driver) MODULE... (compiled Maven
# modules that become modules of the server: ssms-NAME becomes org.ssms.NAME)
set -euo pipefail
umask 022

server=$1
sources=$2
postgresql=$3
modules=("${@:4}")
target=$(dirname "$server")
configuration=$server/standalone/configuration
pristine=$target/pristine
stamp=$server/.configured

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
wanted=$({
  cat "$sources"/cli/*.cli "$sources"/{bin,config,module}/* "$0" "$postgresql" "${modules[@]/%//src/main/module/module.xml}"
  find "${modules[@]/%//target/classes}" -type f -print0 | sort -z | xargs -0 cat
} | sha256sum)
if [[ -f $stamp && $(<"$stamp") == "$wanted" ]]; then
  exit 0
fi

# start each time from the file that WildFly brings
if [[ ! -d $pristine ]]; then
  mkdir -p "$pristine.part"
  cp "$configuration"/standalone-full.xml "$pristine.part"
  mv "$pristine.part" "$pristine"
fi
rm -rf "$stamp" "$server"/standalone
mkdir -p "$configuration" "$server"/standalone/deployments
cp "$pristine"/standalone-full.xml "$configuration"/standalone.xml
cp "$sources"/config/logging.properties "$configuration"/

# the CLI scripts name classes of these modules
for module in "${modules[@]}"; do
  name=$(basename "$module")
  installed=$server/modules/org/ssms/${name#ssms-}/main
  rm -rf "$installed"
  mkdir -p "$installed"
  cp "$module"/src/main/module/module.xml "$installed"/
  "${java%java}jar" --create --file "$installed/$name.jar" -C "$module"/target/classes .
done
mkdir -p "$server"/modules/org/postgresql/main
cp "$postgresql" "$server"/modules/org/postgresql/main/postgresql.jar
cp "$sources"/module/postgresql.xml "$server"/modules/org/postgresql/main/module.xml

# the offline server opens key stores, so it needs a home with secrets; this one is thrown away
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
bouncy_castle=$(printf '%s:' "$server"/modules/system/layers/base/org/bouncycastle/bc{prov,pkix,util}/main/*.jar)
SSMS_DEMO_PASSWORD=unused "$java" -cp "$bouncy_castle" "$sources"/bin/FirstStart.java "$home" >/dev/null

script=$home/configure.cli
{
  echo 'embed-server --server-config=standalone.xml --std-out=discard'
  cat "$sources"/cli/*.cli
  echo 'stop-embedded-server'
} >"$script"
# the passwords in this command line open the throw-away stores only
if ! JAVA_OPTS="-Dssms.home=$home -Dssms.tls.password=$(<"$home"/secrets/tls/password) \
    -Dssms.db.password=unused -Dssms.license.db.password=unused" \
    "$server"/bin/jboss-cli.sh --file="$script" --echo-command >"$target"/configure.log 2>&1; then
  tail -n 30 "$target"/configure.log >&2
  echo "wildfly-config: a CLI script failed, see above and $target/configure.log" >&2
  exit 1
fi

# accounts, alternative configurations, example content, other operating modes
rm -rf "$configuration"/{standalone_xml_history,mgmt-*.properties,application-*.properties} \
  "$server"/standalone/{data,log,tmp} "$server"/{domain,appclient,welcome-content,docs}
rm -f "$server"/bin/{domain,appclient,wsconsume,wsprovide,add-user}* "$server"/bin/*.{bat,ps1}

install -m 755 "$sources"/bin/ssms-server "$server"/bin/ssms-server
install -m 644 "$sources"/bin/{FirstStart,AccountCommand}.java "$sources"/config/ssms.properties "$server"/bin/
echo "$wanted" >"$stamp"
