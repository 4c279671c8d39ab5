import BulkheadPolicy
import Testing

@testable import BulkheadRuntime

@Suite("Limits, without a clock")
struct LimitSupervisorTests {
  static let limits = ResourceLimits(
    memoryBytes: 100 << 20, cpuTimeMs: 200, timeoutMs: 1000, outputBytes: 10)

  @Test(
    "a limit is passed by more, not by as much",
    arguments: [
      (.sample(elapsed: 1000, cpu: 200, memory: 100 << 20), nil),
      (.sample(elapsed: 1000.1, cpu: 0, memory: 0), .wallTime(milliseconds: 1000)),
      (.sample(elapsed: 0, cpu: 200.1, memory: 0), .cpuTime(milliseconds: 200)),
      (.sample(elapsed: 0, cpu: 0, memory: 100 << 20 + 1), .memory(bytes: 100 << 20)),
      (.sample(elapsed: 2000, cpu: 2000, memory: 1 << 40), .memory(bytes: 100 << 20)),
      (.output(bytes: 10), nil),
      (.output(bytes: 11), .output(bytes: 10)),
    ] as [(LimitSupervisor.Event, LimitBreach?)])
  func breaches(event: LimitSupervisor.Event, breach: LimitBreach?) {
    var supervisor = LimitSupervisor(limits: Self.limits)
    #expect(supervisor.observe(event) == breach)
  }

  @Test("output adds up, over both streams")
  func output() {
    var supervisor = LimitSupervisor(limits: Self.limits)
    for _ in 0..<10 { #expect(supervisor.observe(.output(bytes: 1)) == nil) }
    #expect(supervisor.observe(.output(bytes: 1)) == .output(bytes: 10))
  }

  @Test("the first breach stays, whatever comes later")
  func first() {
    var supervisor = LimitSupervisor(limits: Self.limits)
    #expect(supervisor.observe(.sample(elapsed: 0, cpu: 201, memory: 0)) != nil)
    #expect(
      supervisor.observe(.sample(elapsed: 0, cpu: 0, memory: 1 << 40))
        == .cpuTime(milliseconds: 200))
  }

  @Test("who goes on asking after a refusal is ended in the end")
  func refusals() {
    var supervisor = LimitSupervisor(limits: Self.limits)
    for _ in 0..<LimitSupervisor.maximumRefusals { #expect(supervisor.observe(.refusal) == nil) }
    #expect(supervisor.observe(.refusal) == .frames(count: LimitSupervisor.maximumRefusals))
  }

  @Test(
    "the nearer a limit, the sooner the next look",
    arguments: [
      (.sample(elapsed: 0, cpu: 0, memory: 0), 10), (.sample(elapsed: 993, cpu: 0, memory: 0), 7),
      (.sample(elapsed: 0, cpu: 196, memory: 0), 4),
      (.sample(elapsed: 0, cpu: 0, memory: 84 << 20), 2),
      (.sample(elapsed: 0, cpu: 0, memory: 99 << 20), 1),
      (.sample(elapsed: 5000, cpu: 0, memory: 0), 1),
    ] as [(LimitSupervisor.Event, Double)])
  func interval(event: LimitSupervisor.Event, milliseconds: Double) {
    var supervisor = LimitSupervisor(limits: Self.limits)
    _ = supervisor.observe(event)
    #expect(supervisor.interval == milliseconds)
  }

  @Test("the peak is the most of all looks")
  func peak() {
    var supervisor = LimitSupervisor(limits: Self.limits)
    for memory in [5, 90 << 20, 7] {
      _ = supervisor.observe(.sample(elapsed: 0, cpu: 0, memory: memory))
    }
    #expect(supervisor.peakMemory == 90 << 20)
    #expect(supervisor.isOutOfMemory(peak: 0))
    #expect(!LimitSupervisor(limits: Self.limits).isOutOfMemory(peak: 50 << 20))
  }
}
