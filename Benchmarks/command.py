#!/usr/bin/env python3
"""Measures the command sandbox against no sandbox and against bubblewrap.

CPU time of the whole tree of processes, medians of interleaved rounds, as ratios to the bare command of the
same minutes. Usage: Benchmarks/command.py [--rounds N] [--build DIR]; it needs command-probe and
bulkhead-launch in DIR (.build/release by default) and /usr/bin/bwrap.
"""

import argparse
import ctypes
import http.server
import os
import pathlib
import shutil
import statistics
import struct
import subprocess
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


libc = ctypes.CDLL(None, use_errno=True)


def cpu_counter(process):
    """A counter of the CPU time of a process and all that it starts, in nanoseconds (perf_event_open(2))."""
    attributes = struct.pack("IIQQQQQ", 1, 112, 1, 0, 0, 0, 1 << 1) + bytes(112 - 48)
    counter = libc.syscall(298, attributes, process, -1, -1, 8)
    if counter < 0:
        raise SystemExit(f"perf_event_open: {os.strerror(ctypes.get_errno())}")
    return counter


def cpu_ms(command, project):
    """CPU time of the whole tree and wall time of one run, in milliseconds."""
    ready, go = os.pipe()
    process = os.fork()
    if process == 0:
        os.read(ready, 1)
        os.chdir(project)
        null = os.open("/dev/null", os.O_RDWR)
        os.dup2(null, 0)
        os.dup2(null, 1)
        os.closerange(3, 64)
        os.execve(command[0], command, {"PATH": "/usr/bin:/bin", "HOME": project, "LANG": "C.UTF-8"})
    counter = cpu_counter(process)
    start = time.monotonic()
    os.write(go, b"x")
    status = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    wall = (time.monotonic() - start) * 1000
    if status != 0:
        raise SystemExit(f"{command}: exit {status}")
    cpu = struct.unpack("Q", os.read(counter, 8))[0] / 1e6
    for descriptor in (ready, go, counter):
        os.close(descriptor)
    return cpu, wall


class Project:
    """A project with what the workloads need."""

    def __init__(self):
        self.path = tempfile.mkdtemp(prefix="bulkhead-benchmark-", dir="/var/tmp")
        os.chmod(self.path, 0o755)
        os.makedirs(f"{self.path}/tree")
        for index in range(2400):
            folder = f"{self.path}/tree/{index % 60}"
            os.makedirs(folder, exist_ok=True)
            pathlib.Path(f"{folder}/{index}.txt").write_text(f"{index}\n")
        git = ["git", "-C", f"{self.path}/tree", "-c", "user.name=a", "-c", "user.email=a@b"]
        subprocess.run(git + ["init", "-q"], check=True)
        subprocess.run(git + ["add", "."], check=True)
        subprocess.run(git + ["commit", "-qm", "x"], check=True)
        subprocess.run(git + ["status"], check=True, stdout=subprocess.DEVNULL)
        os.makedirs(f"{self.path}/modules")
        for index in range(1500):
            pathlib.Path(f"{self.path}/modules/m{index}.js").write_text(f"module.exports = {index};\n")
        pathlib.Path(f"{self.path}/modules/main.js").write_text(
            "let s = 0; for (let i = 0; i < 1500; i++) s += require('./m' + i); if (s < 1) throw 1;\n")
        pathlib.Path(f"{self.path}/hook.js").write_text(
            "const e = JSON.parse('{\"tool\":\"x\"}'); if (!e.tool) process.exit(1);\n")
        pathlib.Path(f"{self.path}/opens.py").write_text(
            "import os, sys\nfor i in range(int(sys.argv[1])):\n"
            "  os.close(os.open('hook.js', os.O_RDONLY))\n")

    def remove(self):
        shutil.rmtree(self.path)


class Runners:
    def __init__(self, build, project):
        self.build, self.project = build, project

    def bare(self, command):
        return command

    def bulkhead(self, command, *options):
        tools = [word for tool in ("node", "python3", "git", "curl") for word in ("--tool", f"Bash({tool}:*)")]
        return [f"{self.build}/command-probe", "--project", self.project, "--launcher",
                f"{self.build}/bulkhead-launch", "--log", f"{self.project}/.log", "--write", "**", "--write",
                "tree/.git/**", *tools, *options, "--", *command]

    def bwrap(self, command):
        return ["/usr/bin/bwrap", "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
                "--symlink", "usr/lib64", "/lib64", "--ro-bind", "/etc", "/etc", "--dev", "/dev", "--proc", "/proc",
                "--tmpfs", "/tmp", "--bind", self.project, self.project, "--unshare-all", "--die-with-parent",
                "--chdir", self.project, *command]


def commands(project, rounds, runners):
    workloads = [
        ("true", ["/bin/true"]),
        ("bash -c true", ["/bin/bash", "-c", "true"]),
        ("node hook", ["/usr/bin/node", "hook.js"]),
        ("python3 -c, imports", ["/usr/bin/python3", "-c", "import json, ssl, sqlite3, asyncio, http.client, unittest"]),
        ("git status, 2,400 files", ["/usr/bin/git", "-c", "safe.directory=*", "-C", f"{project.path}/tree", "status"]),
        ("node, 1,501 modules", ["/usr/bin/node", "modules/main.js"]),
    ]
    print("| command, CPU ms of the whole tree | bare | bulkhead | ratio | bwrap | ratio | wall, bulkhead |")
    print("|---|---|---|---|---|---|---|")
    for name, command in workloads:
        samples = {"bare": [], "bulkhead": [], "bwrap": []}
        walls = []
        for _ in range(rounds):
            for runner in samples:
                cpu, wall = cpu_ms(getattr(runners, runner)(command), project.path)
                samples[runner].append(cpu)
                if runner == "bulkhead":
                    walls.append(wall)
        bare, bulkhead, bwrap = (statistics.median(samples[key]) for key in ("bare", "bulkhead", "bwrap"))
        print(f"| {name} | {bare:.1f} | {bulkhead:.1f} | {bulkhead / bare:.2f} | {bwrap:.1f} | {bwrap / bare:.2f} "
              f"| {statistics.median(walls):.0f} ms |", flush=True)


def opens(project, rounds, runners):
    count = 20000
    costs = []
    for _ in range(rounds):
        pair = []
        for runner in (runners.bare, runners.bulkhead):
            few, _ = cpu_ms(runner(["/usr/bin/python3", "opens.py", "100"]), project.path)
            many, _ = cpu_ms(runner(["/usr/bin/python3", "opens.py", str(count)]), project.path)
            pair.append((many - few) * 1000 / (count - 100))
        costs.append((pair[1] - pair[0], pair[0]))
    print(f"\nan injected open with its row (a line in a file): {statistics.median(c[0] for c in costs):.1f} µs of CPU "
          f"over {statistics.median(c[1] for c in costs):.1f} µs bare")


def relay(project, rounds, runners):
    chunk = bytes(1 << 20)

    class Download(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.send_header("Content-Length", str(1 << 30))
            self.end_headers()
            for _ in range(1 << 10):
                self.wfile.write(chunk)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Download)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    command = ["/usr/bin/curl", "-sS", "-o", "/dev/null", f"http://127.0.0.1:{port}/"]
    walls = {"bare": [], "bulkhead": []}
    for _ in range(rounds):
        walls["bare"].append(cpu_ms(command, project.path)[1])
        walls["bulkhead"].append(
            cpu_ms(runners.bulkhead(command, "--host", f"127.0.0.1 {port} http"), project.path)[1])
    bare, boxed = (statistics.median(walls[key]) for key in ("bare", "bulkhead"))
    print(f"\n1 GB over loopback: bare {1000 / bare:.2f} GB/s, through the relay {1000 / boxed:.2f} GB/s, "
          f"{bare / boxed:.2f} × bare")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--build", default=str(ROOT / ".build/release"))
    parser.add_argument("only", nargs="*")
    options = parser.parse_args()
    project = Project()
    try:
        runners = Runners(options.build, project.path)
        for part in (commands, opens, relay):
            if not options.only or part.__name__ in options.only:
                part(project, max(3, options.rounds if part is commands else options.rounds // 3), runners)
    finally:
        project.remove()


if __name__ == "__main__":
    main()
