import Glibc

// Prints what comes of each attempt with the full lockdown, without the filter, and without any:
// With other options it plays a machine or a host for other tests, see Stage.
//   worker-probe [--attempt=NAME --confinement=full|without-filter|none --port=N --descriptor=N]

func option(_ name: String) -> String? {
  CommandLine.arguments.first { $0.hasPrefix("--\(name)=") }.map {
    String($0.dropFirst(name.count + 3))
  }
}

var surroundings = Attempt.Surroundings()
if let port = option("port").flatMap({ UInt16($0) }) { surroundings.port = port }
if let number = option("descriptor").flatMap({ Int($0) }) { surroundings.descriptor = number }
if let name = option("attempt") {
  let confinement = option("confinement").flatMap { Probe.Confinement(rawValue: $0) } ?? .full
  Probe.attempt(named: name, confinement: confinement, surroundings: surroundings)
}
if let path = option("then") { Stage.become(path, refusing: option("refusing") ?? "") }
if let path = option("host-of") { Stage.host(path) }
if CommandLine.arguments.contains("--machine") { Stage.describeMachine() }
let program = realpath("/proc/self/exe", nil).map { String(cString: $0) } ?? ""
for attempt in Attempt.all {
  var line = "\(attempt.target.rawValue)\t\(attempt.name)"
  for confinement in Probe.Confinement.allCases {
    let outcome = try Probe.outcome(
      of: attempt, confinement, program: program, surroundings: surroundings)
    line += "\t\(outcome)"
  }
  print(line)
}
