#!/usr/bin/env python3
"""Costs of Bulkhead as ratios against node, measured in the same minute; standard library only.

CPU time is that of the whole tree of processes: user and system time of the command and of every
descendant it waited for (wait4). Rounds are interleaved, figures are medians.
"""
import argparse
import contextlib
import http.server
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
BULKHEAD = ROOT / ".build/release/bulkhead"


class Measured:
    def __init__(self, cpu_ms, wall_ms, peak_mb):
        self.cpu_ms, self.wall_ms, self.peak_mb = cpu_ms, wall_ms, peak_mb


def measure(command, project):
    """One run of a command; fails if it does."""
    environment = {
        "HOME": str(project.parent / "home"), "PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8",
    }
    with tempfile.TemporaryFile() as output:
        begin = time.monotonic()
        process = subprocess.Popen(
            [str(part) for part in command], cwd=project, env=environment,
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - begin
        if process.returncode != 0:
            output.seek(0)
            sys.exit(f"{' '.join(map(str, command))[:200]} ended with {process.returncode}:\n"
                     + output.read(2000).decode(errors="replace"))
    return Measured(
        (usage.ru_utime + usage.ru_stime) * 1000, wall * 1000, usage.ru_maxrss / 1024)


def interleaved(commands, project, rounds):
    """Medians of each named command over interleaved rounds, the first of which does not count."""
    runs = {name: [] for name in commands}
    for turn in range(rounds + 1):
        for name, command in commands.items():
            result = measure(command, project)
            if turn > 0:
                runs[name].append(result)
    return {
        name: Measured(*(statistics.median(getattr(run, field) for run in results)
                         for field in ("cpu_ms", "wall_ms", "peak_mb")))
        for name, results in runs.items()}


def table(title, rows, head):
    print(f"\n## {title}\n")
    print("| " + " | ".join(head) + " |")
    print("|" + " --- |" * len(head))
    for row in rows:
        print("| " + " | ".join(row) + " |")
    sys.stdout.flush()


@contextlib.contextmanager
def temporary_project(permissions):
    with tempfile.TemporaryDirectory(prefix="bulkhead-benchmark-") as name:
        # The user's key has to be outside of the project.
        home = pathlib.Path(name).resolve() / "home"
        project = home.parent / "project"
        home.mkdir()
        project.mkdir()
        (project / ".claude").mkdir()
        (project / "data").mkdir()
        (project / "data/1k.txt").write_text("x" * 1024)
        (project / "permissions.json").write_text(permissions)
        yield project


def eval_command(code, *limits):
    command = [BULKHEAD, "eval", "--policy", "development", "--permissions", "permissions.json"]
    for limit in ("timeoutMs=600000", "cpuTimeMs=600000") + limits:
        command += ["--limit", limit]
    return command + [code]


def start(options):
    with temporary_project('{"permissions": {}}') as project:
        results = interleaved(
            {"bulkhead": [BULKHEAD, "eval", "1+2"], "node": ["node", "-e", "1+2"]},
            project, 7 if options.quick else 31)
    node = results["node"]
    table("Start: one whole process that evaluates 1+2", [
        [name, f"{r.cpu_ms:.1f}", f"{r.wall_ms:.1f}", f"{r.peak_mb:.0f}",
         f"{r.cpu_ms / node.cpu_ms:.2f}"]
        for name, r in results.items()
    ], ["", "CPU ms", "wall ms", "peak MB of one process", "CPU / node"])


def files(options):
    count = 4_000 if options.quick else 20_000
    loop = "const fs = require('fs'); for (let i = 0; i < %d; i++) { %s } 0"
    permitted = "fs.readFileSync('data/1k.txt')"
    denied = "try { fs.readFileSync('/etc/hostname') } catch {}"
    limit = f"filesystemOps={count * 2}"
    permissions = '{"permissions": {"filesystem": [{"path": "data/**", "access": "read"}]}}'
    with temporary_project(permissions) as project:
        commands = {
            "bulkhead, permitted and audited": eval_command(loop % (count, permitted), limit),
            "bulkhead, denied and audited": eval_command(loop % (count, denied), limit),
            "bulkhead, no loop": eval_command(loop % (0, permitted), limit),
            "node": ["node", "-e", loop % (count, permitted)],
            "node, no loop": ["node", "-e", loop % (0, permitted)],
        }
        results = interleaved(commands, project, 3 if options.quick else 5)
    rows = []
    for name, result in results.items():
        if name.endswith("no loop"):
            continue
        base = results["node, no loop" if name == "node" else "bulkhead, no loop"]
        cost = (result.cpu_ms - base.cpu_ms) * 1000 / count
        rows.append([name, f"{cost:.1f}", f"{(result.wall_ms - base.wall_ms) * 1000 / count:.1f}"])
    table(f"Files: 1 KB readFileSync, {count:,} times", rows, ["", "CPU µs each", "wall µs each"])


class Hello(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # One segment an answer: two would wait 40 ms for each other (RFC 1122, delayed acknowledgement).
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "1024")
        self.end_headers()
        self.wfile.write(b"x" * 1024)

    def log_message(self, *_):
        pass


def network(options):
    count = 200 if options.quick else 1_000
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hello)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    permissions = ('{"permissions": {"network": [{"host": "127.0.0.1", "ports": [%d], '
                   '"protocols": ["http"]}]}}' % port)
    loop = ("(async () => { for (let i = 0; i < %d; i++) "
            "await (await fetch('http://127.0.0.1:%d/')).text() })()")
    with temporary_project(permissions) as project:
        results = interleaved({
            "bulkhead": eval_command("await " + loop % (count, port), f"networkCalls={count}"),
            "bulkhead, no loop": eval_command("await " + loop % (0, port)),
            "node": ["node", "-e", loop % (count, port)],
            "node, no loop": ["node", "-e", loop % (0, port)],
        }, project, 3 if options.quick else 5)
    server.shutdown()
    rows = []
    for name in ("bulkhead", "node"):
        base = results[f"{name}, no loop"]
        rows.append([
            name, f"{(results[name].cpu_ms - base.cpu_ms) * 1000 / count:.0f}",
            f"{(results[name].wall_ms - base.wall_ms) * 1000 / count:.0f}"])
    table(f"Network: {count:,} fetches of 1 KB over loopback, one after the other", rows,
          ["", "CPU µs each", "wall µs each"])


def scan(options):
    corpus = options.corpus or next(
        (path for path in ("/usr/share/nodejs", "/usr/lib/node_modules",
                           "/usr/local/lib/node_modules") if os.path.isdir(path)), None)
    if corpus is None:
        sys.exit("no JavaScript to scan; name a directory with --corpus")
    with temporary_project('{}') as project:
        tree = project / "corpus"
        size = count = 0
        for source in sorted(pathlib.Path(corpus).rglob("*")):
            if source.suffix not in (".js", ".mjs", ".cjs") or source.is_symlink():
                continue
            if not source.is_file() or source.stat().st_size > 1 << 20:
                continue
            (tree / str(count // 500)).mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, tree / str(count // 500) / f"{count}{source.suffix}")
            size += source.stat().st_size
            count += 1
            if size > (5 << 20 if options.quick else 40 << 20):
                break
        runs = []
        for _ in range(3):
            begin = time.monotonic()
            usage = scan_once(project, tree)
            runs.append((usage, time.monotonic() - begin))
        cpu, wall = (statistics.median(values) for values in zip(*runs))
    table(f"Scan: {count} JavaScript files, {size / 1e6:.1f} MB, all rules", [
        ["bulkhead", f"{size / 1e6 / cpu:.1f}", f"{size / 1e6 / wall:.1f}"]],
        ["", "MB per CPU second", "MB per second, all cores"])


def scan_once(project, tree):
    """CPU seconds of a scan, which may well answer no."""
    process = subprocess.Popen(
        [str(BULKHEAD), "scan", str(tree), "--format", "json"], cwd=project,
        env={"HOME": str(project.parent / "home"), "PATH": os.environ["PATH"]},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"the scan of {tree} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime


PARTS = {"start": start, "files": files, "network": network, "scan": scan}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--quick", action="store_true", help="fewer rounds, rougher figures")
    parser.add_argument("--corpus", help="the directory of JavaScript that is scanned")
    options = parser.parse_args()
    for part in options.parts or PARTS:
        if part not in PARTS:
            parser.error(f"there is no part {part}: {', '.join(PARTS)}")
        PARTS[part](options)


main()
