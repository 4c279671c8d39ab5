import BulkheadWire
import Testing

@Suite("fetch")
struct FetchTests {
  private static let url = "https://api.example.com/x"

  private func host() throws -> TinyHost {
    let host = try TinyHost()
    host.responses[Self.url] = .document(
      #"{"status":201,"statusText":"Made","headers":[["content-type","application/json"],"#
        + #"["x-a","1"]],"url":"https://api.example.com/y","redirected":true}"#,
      body: Array(#"{"a":"é"}"#.utf8))
    return host
  }

  @Test("gives the host's answer with all its parts")
  func answer() throws {
    let source = """
      const r = await fetch('\(Self.url)');
      return [r.status, r.ok, r.statusText, r.url, r.redirected, r.headers.get('X-A'), (await r.json()).a]
      """
    let result = try host().run(source).result
    #expect(
      result?.contains(
        #"[201,true,"Made","https://api.example.com/y",true,"1","é"]"#) == true)
  }

  @Test("sends the host method, headers, redirect mode and body")
  func request() throws {
    let host = try host()
    let source = """
      await fetch(new URL('\(Self.url)'), {
        method: 'post', body: new URLSearchParams({ q: '1' }), headers: { 'X-B': 'two' }, redirect: 'error',
      })
      """
    #expect(try host.run(source).result?.contains(#""ok":true"#) == true)
    #expect(
      host.requests == [
        #"fetch POST \#(Self.url) [["content-type","application/x-www-form-urlencoded;charset=UTF-8"],"#
          + #"["x-b","two"]] error"#
      ])
  }

  @Test("rejects with a TypeError that says why the host refused")
  func refused() throws {
    let source = """
      try { await fetch('https://evil.example/') } catch (error) {
        return [error.name, error.message, error.code, error.cause.code]
      }
      """
    let result = try host().run(source).result
    #expect(
      result?.contains(
        #"["TypeError","fetch failed: Permission denied: https://evil.example/","EACCES","EACCES"]"#
      )
        == true)
  }

  @Test("that is aborted tells the host, and rejects with the reason")
  func aborted() throws {
    let host = try host()
    let source = """
      const controller = new AbortController()
      const pending = fetch('\(Self.url)', { signal: controller.signal })
      controller.abort()
      try { await pending } catch (error) { return [error.name, error === controller.signal.reason] }
      """
    #expect(try host.run(source).result?.contains(#"["AbortError",true]"#) == true)
    #expect(host.requests.contains { $0.hasPrefix("abort ") })
    let before = try host.run("await fetch('\(Self.url)', { signal: AbortSignal.abort('no') })")
    #expect(before.result?.contains(#""message":"no""#) == true)
    #expect(host.requests.count == 2)
  }

  @Test(
    "never reaches the host with what is no request",
    arguments: [
      "fetch('relative')", "fetch('https://user:pw@api.example.com/')",
      "fetch('\(url)', { body: 'x' })", "fetch('\(url)', { headers: { 'a b': '1' } })",
      "fetch('\(url)', { headers: { a: 'b\\r\\nc: d' } })",
    ])
  func invalid(source: String) throws {
    let host = try host()
    let result = try host.run("try { await \(source) } catch (error) { return error.name }").result
    #expect(result?.contains("TypeError") == true)
    #expect(host.requests.isEmpty)
  }
}
