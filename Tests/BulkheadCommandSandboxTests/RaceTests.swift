import Foundation
import Testing

/// Threads that change what is being decided on while it is decided on.
@Suite("races", .serialized)
struct RaceTests {
  @Test("a path that changes while it is opened", arguments: Workshop.User.allCases)
  func pathBuffer(user: Workshop.User) throws {
    let workshop = try Workshop(user)
    // Of one length, so that a mixture of both is a path too.
    try workshop.write("granted/aaaa", "granted\n")
    let outcome = try workshop.run(
      [
        Workshop.escapes, "--race-path", workshop.path("granted/aaaa"),
        workshop.path("granted/.env"),
        "100000",
      ],
      Workshop.usualGrants)
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("forbidden 0"))
    #expect(!outcome.output.contains("allowed 0,"), "\(outcome.output)")
  }

  @Test("a link that changes while it is followed", arguments: Workshop.User.allCases)
  func link(user: Workshop.User) throws {
    let workshop = try Workshop(user)
    let outcome = try workshop.run(
      [Workshop.escapes, "--race-link", workshop.path("granted"), ".env", "20000"],
      Workshop.usualGrants)
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("forbidden 0"))
  }

  @Test("a program that changes while it is started")
  func program() throws {
    let workshop = try Workshop()
    let outcome = try workshop.run(
      [Workshop.escapes, "--race-program", "/usr/bin/true", "/usr/bin/perl", "2000"],
      Workshop.usualGrants)
    // The kernel reads the path again; a program that is not the one decided on is killed at its first
    // call, before it has done anything.
    #expect(outcome.code == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("ran 0"))
  }
}
