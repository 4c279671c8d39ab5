extension Snippet {
  static let web: [Snippet] = [
    Snippet(
      "fetch objects",
      #"""
      const h = new Headers({ 'Content-Type': 'text/plain', 'X-A': '1' });
      h.append('x-a', '2');
      console.log(h.get('X-A'), h.has('content-type'), [...h], h.get('none'));
      h.set('x-a', '9');
      h.delete('content-type');
      console.log([...h.entries()], [...h.keys()]);
      h.forEach((v, k) => console.log(k, v));
      try { h.set('bad name', 'x'); } catch (e) { console.log(e.name); } try { h.set('a', 'b\nc'); } catch (e) { console.log(e.name); }
      """#,
      prints: #"""
        1, 2 true [ [ 'content-type', 'text/plain' ], [ 'x-a', '1, 2' ] ] null
        [ [ 'x-a', '9' ] ] [ 'x-a' ]
        x-a 9
        TypeError
        TypeError
        """#),
    Snippet(
      "fetch objects",
      #"""
      const h = new Headers({ 'x-a': '9' });
      const s = new Headers();
      s.append('set-cookie', 'a=1');
      s.append('set-cookie', 'b=2');
      console.log(s.getSetCookie(), s.get('set-cookie'), new Headers([['a', 'b']]).get('A'), new Headers(h).get('x-a'));
      """#,
      prints: #"""
        [ 'a=1', 'b=2' ] a=1, b=2 b 9
        """#),
    Snippet(
      "fetch objects",
      #"""
      const r = new Response('{"a":1}', { status: 201, statusText: 'Made', headers: { 'x-y': 'z' } });
      console.log(r.status, r.ok, r.statusText, r.headers.get('x-y'), r.headers.get('content-type'), r.bodyUsed, await r.json(), r.bodyUsed);
      await r.text().catch((e) => console.log(e.name));
      """#,
      prints: #"""
        201 true Made z text/plain;charset=UTF-8 false { a: 1 } true
        TypeError
        """#),
    Snippet(
      "fetch objects",
      #"""
      console.log(await new Response('abc').text(), await new Response(new Uint8Array([65])).text(), new Uint8Array(await new Response('hi').arrayBuffer()), (await new Response('x', { headers: { 'content-type': 'a/b' } }).blob()).type, await Response.json({ a: 1 }).text(), Response.json(1).headers.get('content-type'), new Response().body, new Response('a').body !== null, await new Response(new URLSearchParams('a=b')).text(), Response.error().type, new Response(null, { status: 204 }).status, Response.redirect('http://a.com/', 302).headers.get('location'));
      """#,
      prints: #"""
        abc A Uint8Array(2) [ 104, 105 ] a/b {"a":1} application/json null true a=b error 204 http://a.com/
        """#),
    Snippet(
      "fetch objects",
      #"""
      const c = new Response('clone me');
      const c2 = c.clone();
      console.log(await c.text(), await c2.text());
      try { new Response('', { status: 99 }); } catch (e) { console.log(e.name); } try { new Response('x', { status: 204 }); } catch (e) { console.log(e.name); }
      """#,
      prints: #"""
        clone me clone me
        RangeError
        TypeError
        """#),
    Snippet(
      "fetch objects",
      #"""
      const q = new Request('http://a.com/x', { method: 'post', body: 'data', headers: { a: 'b' } });
      console.log(q.method, q.url, q.headers.get('a'), q.headers.get('content-type'), await q.text(), q.redirect, q.signal instanceof AbortSignal);
      try { new Request('http://a.com', { body: 'x' }); } catch (e) { console.log(e.name); } try { new Request('/rel'); } catch (e) { console.log(e.name); }
      """#,
      prints: #"""
        POST http://a.com/x b text/plain;charset=UTF-8 data follow true
        TypeError
        TypeError
        """#),
    Snippet(
      "fetch objects",
      #"""
      const rd = new Response('stream').body.getReader();
      console.log((await rd.read()).value, (await rd.read()).done);
      let all = '';
      for await (const ch of new Response('iter').body) all += Buffer.from(ch).toString();
      console.log(all);
      """#,
      prints: #"""
        Uint8Array(6) [ 115, 116, 114, 101, 97, 109 ] true
        iter
        """#),
    Snippet(
      "fetch objects",
      #"""
      const f = new FormData(); f.append('a', '1'); f.append('b', new Blob(['x']), 'n.txt');
      console.log(f.get('a'), [...f.keys()], (await new Response(f).text()).includes('name="a"'));
      """#,
      prints: #"""
        1 [ 'a', 'b' ] true
        """#),
  ]
}
