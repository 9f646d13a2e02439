"""What the kernel and the JVM say about a process: processor time, disk, living objects."""
import dataclasses
import os
import resource
import subprocess

TICKS = os.sysconf('SC_CLK_TCK')
# HotSpot's names of its compiler threads, as the kernel cuts them
COMPILERS = ('C1 CompilerThre', 'C2 CompilerThre')


@dataclasses.dataclass(frozen=True)
class Cpu:
    """Seconds of user and system time. The rest of the machine is what neither the server nor the harness did."""
    work: float
    compiler: float
    rest_of_machine: float


class CpuMeter:
    """Counts from its making on. Asked once a second or so: a compiler thread that has ended tells nothing any more."""

    def __init__(self, pids):
        self._roots = pids
        self._compilers = {}
        self._begin = self._now()

    def read(self):
        total, compiler, busy, own = (now - begin for now, begin in zip(self._now(), self._begin))
        return Cpu(total - compiler, compiler, max(0.0, busy - total - own))

    def _now(self):
        ticks = 0
        for pid in _tree(self._roots):
            try:
                ticks += sum(map(int, _stat(f'/proc/{pid}/stat')[11:15]))  # children that have ended are in it
                self._see_compilers(pid)
            except OSError:
                continue  # it has ended meanwhile
        own = sum(usage.ru_utime + usage.ru_stime
                  for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
        return ticks / TICKS, sum(self._compilers.values()) / TICKS, _busy(), own

    def _see_compilers(self, pid):
        for thread in os.listdir(f'/proc/{pid}/task'):
            try:
                with open(f'/proc/{pid}/task/{thread}/comm', encoding='latin-1') as file:
                    if file.read().rstrip('\n') in COMPILERS:
                        self._compilers[thread] = sum(map(int, _stat(f'/proc/{pid}/task/{thread}/stat')[11:13]))
            except OSError:
                continue


def _stat(path):
    """Its fields behind the name, which may contain anything: 0 state, 1 parent, 11 and 12 user and system ticks."""
    with open(path, encoding='latin-1') as file:
        line = file.read()
    return line[line.rindex(')') + 2:].split()


def _tree(roots):
    children = {}
    for name in filter(str.isdigit, os.listdir('/proc')):
        try:
            children.setdefault(int(_stat(f'/proc/{name}/stat')[1]), []).append(int(name))
        except OSError:
            continue
    found, todo = [], list(roots)
    while todo:
        found.append(todo.pop())
        todo += children.get(found[-1], [])
    return found


def _busy():
    with open('/proc/stat', encoding='ascii') as file:
        user, nice, system, _, _, hard, soft, steal = map(int, file.readline().split()[1:9])
    return (user + nice + system + hard + soft + steal) / TICKS


def written(pids):
    """Bytes that these processes have made the kernel write to a disk."""
    total = 0
    for pid in _tree(pids):
        with open(f'/proc/{pid}/io', encoding='ascii') as file:
            total += dict((name, int(value)) for name, value in (line.split(': ') for line in file))['write_bytes']
    return total


def disk_use(folder):
    """Bytes that the files below a folder take."""
    total = 0
    for root, _, files in os.walk(folder):
        for name in files:
            try:
                total += os.stat(os.path.join(root, name)).st_blocks * 512
            except OSError:
                continue  # deleted meanwhile
    return total


def living(pid):
    """Bytes of the objects that a full collection leaves in a JVM, and how many there are of each class."""
    java = os.environ.get('JAVA_HOME')
    jcmd = os.path.join(java, 'bin', 'jcmd') if java else 'jcmd'
    histogram = subprocess.run([jcmd, str(pid), 'GC.class_histogram'],
                               check=True, stdout=subprocess.PIPE, text=True).stdout
    size, instances = None, {}
    for fields in map(str.split, histogram.splitlines()):
        if len(fields) >= 4 and fields[0].endswith(':') and fields[1].isdigit():
            instances[fields[3]] = int(fields[1])
        elif len(fields) == 3 and fields[0] == 'Total':
            size = int(fields[2])
    if size is None:
        raise RuntimeError(f'jcmd does not tell what is alive: {histogram[:200]}')
    return size, instances
