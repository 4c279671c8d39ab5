extension Snippet {
  static let inspectOthers: [Snippet] = [
    Snippet(
      "inspect errors in one line",
      #"""
      const e = new Error('boom');
      e.stack = 'Error: boom\n    at somewhere';
      console.log(e);
      console.log({ e });
      """#,
      prints: #"""
        Error: boom
            at somewhere
        {
          e: Error: boom
              at somewhere
        }
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      const f = new TypeError('typed'); f.stack = 'TypeError: typed\n    at x'; f.code = 'ECODE'; f.extra = { a: 1 };
      console.log(f);
      console.log([f]);
      """#,
      prints: #"""
        TypeError: typed
            at x {
          code: 'ECODE',
          extra: { a: 1 }
        }
        [
          TypeError: typed
              at x {
            code: 'ECODE',
            extra: { a: 1 }
          }
        ]
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      const g = new Error('no stack'); g.stack = undefined;
      console.log(g); 
      """#,
      prints: #"""
        [Error: no stack]
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      const h = new Error('');
      h.stack = 'Error\n    at x';
      console.log(h);
      """#,
      prints: #"""
        Error
            at x
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      const c = new Error('outer', { cause: 'why' }); c.stack = 'Error: outer\n    at x';
      console.log(c);
      """#,
      prints: #"""
        Error: outer
            at x {
          [cause]: 'why'
        }
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      class MyError extends Error { constructor(m) { super(m); this.name = 'MyError'; } } const m = new MyError('mine'); m.stack = 'MyError: mine\n    at x';
      console.log(m);
      """#,
      prints: #"""
        MyError: mine
            at x
        """#),
    Snippet(
      "inspect errors in one line",
      #"""
      console.log(String(new TypeError('typed')));
      """#,
      prints: #"""
        TypeError: typed
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(new Date(0), [new Date(86400000)], new Date(NaN), /re/gi, [/a/], new Number(3), new String('abc'), new Boolean(false), Object(Symbol('b')), Object(1n), new Number(-0));
      """#,
      prints: #"""
        1970-01-01T00:00:00.000Z [ 1970-01-02T00:00:00.000Z ] Invalid Date /re/gi [ /a/ ] [Number: 3] [String: 'abc'] [Boolean: false] [Symbol: Symbol(b)] [BigInt: 1n] [Number: -0]
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(function named() {}, () => {}, class A {}, class extends Array {}, async () => {}, function* g() {}, async function* h() {}, Math.max, Symbol);
      """#,
      prints: #"""
        [Function: named] [Function (anonymous)] [class A] [class (anonymous) extends Array] [AsyncFunction (anonymous)] [GeneratorFunction: g] [AsyncGeneratorFunction: h] [Function: max] [Function: Symbol]
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(Object.assign(function f() {}, { a: 1 }), Object.assign(() => {}, { b: 2 }));
      """#,
      prints: #"""
        [Function: f] { a: 1 } [Function (anonymous)] { b: 2 }
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(Math, JSON, Reflect, globalThis === global, Intl, Atomics);
      """#,
      prints: #"""
        Object [Math] {} Object [JSON] {} Object [Reflect] {} true Object [Intl] {} Object [Atomics] {}
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log((function () { return arguments; })(1, 2), new Proxy({ a: 1 }, {}), new Proxy([1], {}), new Proxy(function x() {}, {}));
      """#,
      prints: #"""
        [Arguments] { '0': 1, '1': 2 } { a: 1 } [ 1 ] [Function: x]
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log((function* () {})(), (async function* () {})());
      """#,
      prints: #"""
        Object [Generator] {} Object [AsyncGenerator] {}
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(process.version.startsWith('v20'), typeof process, typeof Buffer);
      """#,
      prints: #"""
        true object function
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(new URL('https://user:pw@example.com:8080/p/a?q=1#h'), new URLSearchParams('a=1&b=2'), { u: new URLSearchParams() });
      """#,
      prints: #"""
        URL {
          href: 'https://user:pw@example.com:8080/p/a?q=1#h',
          origin: 'https://example.com:8080',
          protocol: 'https:',
          username: 'user',
          password: 'pw',
          host: 'example.com:8080',
          hostname: 'example.com',
          port: '8080',
          pathname: '/p/a',
          search: '?q=1',
          searchParams: URLSearchParams { 'q' => '1' },
          hash: '#h'
        } URLSearchParams { 'a' => '1', 'b' => '2' } { u: URLSearchParams {} }
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(Object.assign(new Date(0), { x: 1 }), Object.assign(/x/, { y: 1 }));
      """#,
      prints: #"""
        1970-01-01T00:00:00.000Z { x: 1 } /x/ { y: 1 }
        """#),
    Snippet(
      "inspect wrappers and others",
      #"""
      console.log(new AbortController().signal.aborted, new TextEncoder().encoding);
      """#,
      prints: #"""
        false utf-8
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ a: { b: { c: { d: { e: 1 } } } } }, { depth: 0 }), util.inspect({ a: { b: { c: { d: { e: 1 } } } } }, { depth: null }), util.inspect({ a: { b: { c: { d: {} } } } }, false, 4));
      """#,
      prints: #"""
        { a: [Object] } {
          a: {
            b: { c: { d: { e: 1 } } }
          }
        } {
          a: { b: { c: { d: {} } } }
        }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect([1, 2, 3, 4], { maxArrayLength: 2 }), util.inspect('x'.repeat(20), { maxStringLength: 5 }));
      """#,
      prints: #"""
        [ 1, 2, ... 2 more items ] 'xxxxx'... 15 more characters
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ b: 1, a: 2 }, { sorted: true }), util.inspect({ a: 1, b: { c: 2 } }, { compact: false }));
      """#,
      prints: #"""
        { a: 2, b: 1 } {
          a: 1,
          b: {
            c: 2
          }
        }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ a: 1, b: { c: 2 } }, { breakLength: Infinity }), util.inspect({ a: 'x'.repeat(50), b: 'y'.repeat(50) }, { breakLength: Infinity }));
      """#,
      prints: #"""
        { a: 1, b: { c: 2 } } { a: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', b: 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy' }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ a: 1, b: 'x', c: null, d: undefined, e: true, f() {}, g: Symbol('s'), h: 1n, i: new Date(0), j: /x/ }, { colors: true }));
      """#,
      prints: #"""
        {
          a: \#u{1b}[33m1\#u{1b}[39m,
          b: \#u{1b}[32m'x'\#u{1b}[39m,
          c: \#u{1b}[1mnull\#u{1b}[22m,
          d: \#u{1b}[90mundefined\#u{1b}[39m,
          e: \#u{1b}[33mtrue\#u{1b}[39m,
          f: \#u{1b}[36m[Function: f]\#u{1b}[39m,
          g: \#u{1b}[32mSymbol(s)\#u{1b}[39m,
          h: \#u{1b}[33m1n\#u{1b}[39m,
          i: \#u{1b}[35m1970-01-01T00:00:00.000Z\#u{1b}[39m,
          j: \#u{1b}[31m/x/\#u{1b}[39m
        }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ get a() { return { b: 1 }; } }, { getters: true }));
      """#,
      prints: #"""
        { a: [Getter] { b: 1 } }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ a: 1, [util.inspect.custom](depth, options) { return 'custom ' + depth + ' ' + typeof options.stylize; } }), util.inspect({ x: { [util.inspect.custom]: () => ({ other: 1 }) } }));
      """#,
      prints: #"""
        custom 2 function { x: { other: 1 } }
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect(Object.defineProperty({}, 'hidden', { value: 1 }), { showHidden: true }), util.inspect([1], { showHidden: true }));
      """#,
      prints: #"""
        { [hidden]: 1 } [ 1, [length]: 1 ]
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect(new Map([['a', { b: { c: {} } }]]), { depth: 0 }), util.inspect('str'), util.inspect([['a']], { depth: 0 }));
      """#,
      prints: #"""
        Map(1) { 'a' => [Object] } 'str' [ [Array] ]
        """#),
    Snippet(
      "inspect options",
      #"""
      const util = require('util');
      console.log(util.inspect({ a: { toString() { return 'x'; } } }), util.inspect(new Proxy({ a: 1 }, { get() { throw new Error('trap'); } })));
      """#,
      prints: #"""
        { a: { toString: [Function: toString] } } { a: 1 }
        """#),
  ]
}
