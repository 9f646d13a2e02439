"""What is measured, each a context manager: started on loopback, ended at the end."""
import contextlib
import dataclasses
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent.parent
OFFSET = int(os.environ.get('SSMS_PORT_OFFSET', '20900'))
FLOOR_PORT = 5060 + OFFSET - 10
POSTGRES_PORT = 5060 + OFFSET - 11
SIP = f'127.0.0.1:{5060 + OFFSET}'

# all calls come from one address into one mailbox; when a busy server refuses one is as delivered
PROPERTIES = '''\
ssms.flood.rate=100000
ssms.flood.burst=100000
ssms.calls.max-per-user=5000
ssms.calls.max-half-open=5000
ssms.calls.source-share=100
ssms.quota.messages-per-source=1000000
ssms.quota.messages-per-user-and-source=1000000
'''


@dataclasses.dataclass(frozen=True)
class Server:
    """Of pids and all that they have started CPU is counted; user is whom sipload calls."""
    label: str
    pids: list
    sip: str
    user: str
    store: pathlib.Path
    database: pathlib.Path


@contextlib.contextmanager
def _process(command, **options):
    process = subprocess.Popen(command, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def floor(work):
    store = work / 'floor'
    store.mkdir()
    with _process([work / 'floor-recorder', '-p', str(FLOOR_PORT), '-o', store]) as process:
        time.sleep(0.5)  # it says nothing when it listens
        yield Server('floor', [process.pid], f'127.0.0.1:{FLOOR_PORT}', '1000', store, store)


@contextlib.contextmanager
def ssms(home, password, more=''):
    """On H2, unless more names another database."""
    home.mkdir(exist_ok=True)
    (home / 'ssms.properties').write_text(PROPERTIES + more, encoding='utf-8')
    program = ROOT / 'wildfly-config/target/server/bin/ssms-server'
    deployment = ROOT / 'ssms-ear/target/ssms.ear'
    environment = dict(os.environ, SSMS_HOME=str(home), SSMS_DEMO_PASSWORD=password, SSMS_PORT_OFFSET=str(OFFSET),
                       SSMS_DEPLOYMENT=os.environ.get('SSMS_DEPLOYMENT', str(deployment)))
    told = home.with_suffix('.out')
    with open(told, 'w', encoding='utf-8') as out:
        with _process([program, 'start'], env=environment, stdout=out, stderr=subprocess.STDOUT) as process:
            while 'SSMS ready' not in told.read_text(encoding='utf-8').splitlines():
                if process.poll() is not None:
                    raise SystemExit(f'perf: the server did not start, see {told}')
                time.sleep(0.5)
            yield Server('SSMS', [process.pid], SIP, 'alice@vm.localhost', home / 'messages', home / 'db')


@contextlib.contextmanager
def postgres(password, *databases):
    """Debian's, with its delivered settings but for two-phase commit; gives its process id and where its files are."""
    programs = sorted(pathlib.Path('/usr/lib/postgresql').glob('*/bin/initdb'), key=lambda path: float(path.parts[4]))
    if not programs:
        raise SystemExit('perf: PostgreSQL is not installed (Debian package postgresql)')
    home = pathlib.Path(tempfile.mkdtemp())
    as_user = ['runuser', '-u', 'postgres', '--'] if os.geteuid() == 0 else []  # root it refuses
    try:
        (home / 'password').write_text(password, encoding='utf-8')
        if as_user:
            for path in (home, home / 'password'):
                shutil.chown(path, 'postgres')

        def run(*command):
            subprocess.run(command, check=True, cwd=home, stdout=subprocess.DEVNULL,
                           env=dict(os.environ, PGPASSWORD=password))

        run(*as_user, programs[-1], '-D', 'data', '-U', 'postgres', '--pwfile=password', '--auth=scram-sha-256',
            '--encoding=UTF8', '--locale=C')
        run(*as_user, programs[-1].with_name('pg_ctl'), 'start', '-w', '-D', 'data', '-l', 'log', '-o',
            f'-p {POSTGRES_PORT} -c listen_addresses=127.0.0.1 -k {home} -c max_prepared_transactions=100')
        pid = int((home / 'data/postmaster.pid').read_text(encoding='ascii').split()[0])
        try:
            for name in databases:
                run('psql', '-h', '127.0.0.1', '-p', str(POSTGRES_PORT), '-U', 'postgres', '-q',
                    '-c', f"create user {name} password '{password}'", '-c', f'create database {name} owner {name}')
            yield pid, home / 'data'
        finally:
            os.kill(pid, signal.SIGINT)
            while pathlib.Path(f'/proc/{pid}').exists():
                time.sleep(0.1)
    finally:
        shutil.rmtree(home)


@contextlib.contextmanager
def ssms_on_postgres(work, password):
    home = work / 'on-postgres'
    secrets = home / 'secrets/db'
    secrets.mkdir(parents=True)
    for name in ('ssms', 'license'):
        path = secrets / name
        path.touch(0o600)
        path.write_text(password, encoding='utf-8')
    url = f'jdbc:postgresql://127.0.0.1:{POSTGRES_PORT}'
    with postgres(password, 'ssms', 'license') as (pid, data):
        with ssms(home, password, f'ssms.db.url={url}/ssms\nssms.license.db.url={url}/license\n') as server:
            yield dataclasses.replace(server, pids=server.pids + [pid], database=data)
