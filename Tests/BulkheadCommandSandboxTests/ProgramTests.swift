import Foundation
import Testing

/// Real programs, unmodified, with the grants each of them needs.
@Suite("programs in the sandbox")
struct ProgramTests {
  struct Program: Sendable, CustomTestStringConvertible {
    let name: String
    let tools: [String]
    let script: String
    let output: String
    var testDescription: String { name }
  }

  static let programs: [Program] = [
    Program(
      name: "git: add, commit, branch, rebase, gc", tools: ["git"],
      script: """
        cd repo && echo 1 > a && git add a && git commit -qm one && echo 2 > b && git add b \
        && git commit -qm two && git checkout -qb side HEAD~1 && echo 3 > c && git add c \
        && git commit -qm three && git rebase -q main && git gc -q && git fsck 2>/dev/null \
        && git log --format=%s && git status --short
        """, output: "three\ntwo\none\n"),
    Program(
      name: "git: clone of a repository by its path", tools: ["git"],
      script: """
        git clone -q --template= origin.git repo/copy 2>/dev/null && cd repo/copy && git log --format=%s
        """, output: "first\n"),
    Program(
      name: "node: files, children, threads", tools: ["node"],
      script: """
        node -e '
          const fs = require("fs"), cp = require("child_process");
          fs.mkdirSync("repo/m/x", {recursive: true});
          fs.writeFileSync("repo/m/x/index.js", "module.exports = 41");
          console.log(require("./repo/m/x") + 1, cp.execFileSync("echo", ["child"]).toString().trim());
          fs.renameSync("repo/m", "repo/n"); fs.rmSync("repo/n", {recursive: true});
          const w = new (require("worker_threads").Worker)("require(`worker_threads`).parentPort.postMessage(7)", {eval: true});
          w.on("message", m => console.log(m));'
        """, output: "42 child\n7\n"),
    Program(
      name: "python: modules, children, processes, temporary files", tools: ["python3"],
      script: """
        python3 -c '
        import json, sqlite3, ssl, subprocess, tempfile, shutil, os, multiprocessing
        print(subprocess.check_output(["echo", "x"]).decode().strip())
        d = tempfile.mkdtemp(); open(d + "/a", "w").write("q")
        shutil.copytree(d, "repo/copied"); os.rename("repo/copied", "repo/c"); shutil.rmtree("repo/c")
        print(multiprocessing.Pool(2).map(abs, [-1, -2]))'
        """, output: "x\n[1, 2]\n"),
    Program(
      name: "python: a virtual environment", tools: ["python3"],
      script: """
        python3 -m venv --without-pip /tmp/venv \
        && /tmp/venv/bin/python3 -c 'import sys; print(sys.prefix)'
        """, output: "/tmp/venv\n"),
    Program(
      name: "make and a C compiler", tools: ["make", "cc", "as", "ld"],
      script: """
        cd repo && printf 'int main(void) { return 7; }' > m.c && printf 'm: m.c\\n\\tcc -o m m.c\\n' > Makefile \
        && make -s && file -b m | cut -d' ' -f1
        """, output: "ELF\n"),
    Program(
      name: "sqlite3", tools: ["sqlite3"],
      script:
        "sqlite3 repo/t.db 'create table t(a); insert into t values(3); select a from t; pragma journal_mode=wal; insert into t values(4); select count(*) from t'",
      output: "3\nwal\n2\n"),
    Program(
      name: "jq", tools: ["jq"], script: "echo '{\"a\":[1,2]}' | jq -c .a", output: "[1,2]\n"),
    Program(
      name: "tmux: a server, a session, its socket", tools: ["tmux"],
      script: """
        tmux -f /dev/null new-session -d -s x 'echo inside > /tmp/out; sleep 5'
        while [ ! -s /tmp/out ]; do sleep 0.1; done; cat /tmp/out; tmux ls | cut -d: -f1; tmux kill-server
        """, output: "inside\nx\n"),
    Program(
      name: "tar, gzip, find, xargs, sed, awk", tools: [],
      script: """
        mkdir -p repo/t && for i in 1 2 3; do echo $i > repo/t/$i; done
        tar czf repo/t.tgz -C repo t && rm -r repo/t && tar xzf repo/t.tgz -C repo
        find repo/t -type f | sort | xargs cat | sed s/2/b/ | awk '{ print $1 "!" }'
        """, output: "1!\nb!\n3!\n"),
  ]

  @Test("does its work", arguments: programs, Workshop.User.allCases)
  func works(program: Program, user: Workshop.User) throws {
    let workshop = try Workshop(user)
    try prepare(workshop)
    var options = ["--write", "repo/**", "--write", "repo/.git/**", "--write", "repo/copy/.git"]
    options += ["--write", "repo/copy/.git/config", "--read", "origin.git/**"]
    for tool in program.tools { options += ["--tool", "Bash(\(tool):*)"] }
    options += ["--tool", "Bash(file:*)"]
    let outcome = try workshop.run(["bash", "-c", program.script], options)
    #expect(outcome.output == program.output, "\(outcome.errors)\n\(Self.denials(outcome))")
  }

  /// A repository with an identity, and a bare one with a commit.
  private func prepare(_ workshop: Workshop) throws {
    let script = """
      export HOME=/nonexistent GIT_CONFIG_NOSYSTEM=1
      git init -q -b main repo && git -C repo config user.email a@example.org && git -C repo config user.name A
      git init -q -b main seed && cd seed && git -c user.name=A -c user.email=a@b commit -q --allow-empty -m first
      cd .. && git clone -q --bare seed origin.git && rm -r seed
      """
    let (code, _, errors) = try Workshop.start(
      ["/bin/bash", "-c", script], input: nil, in: workshop.project)
    try #require(code == 0, "\(errors)")
    if workshop.user == .ordinary, Workshop.isRoot {
      _ = try Workshop.start(
        ["/bin/chown", "-R", "65534:65534", workshop.project], input: nil, in: "/")
    }
  }

  static func denials(_ outcome: Workshop.Outcome) -> String {
    outcome.rows.filter { $0.first == "denied" }.map { $0.joined(separator: " ") }
      .joined(separator: "\n")
  }

  @Test("inside itself a sandbox refuses, and says what is missing")
  func nested() throws {
    let workshop = try Workshop()
    let copy = "\(Workshop.plugin)/command-probe"
    for name in ["command-probe", "bulkhead-launch"] {
      let from = name == "command-probe" ? Workshop.probe : Workshop.launcher
      if !FileManager.default.fileExists(atPath: "\(Workshop.plugin)/\(name)") {
        try? FileManager.default.copyItem(atPath: from, toPath: "\(Workshop.plugin)/\(name)")
      }
    }
    let outcome = try workshop.run([
      copy, "--project", workshop.project, "--launcher", "\(Workshop.plugin)/bulkhead-launch", "--",
      "true",
    ])
    #expect(outcome.code == 125)
    #expect(
      outcome.errors.contains("namespaces") || outcome.errors.contains("seccomp"),
      "\(outcome.errors)")
  }
}
