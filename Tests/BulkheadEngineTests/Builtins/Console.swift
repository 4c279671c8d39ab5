extension Snippet {
  static let console: [Snippet] = [
    Snippet(
      "console format",
      #"""
      console.log('%s is %d years and %i, %f, %j %o %O %%', 'Bob', 42, 42.9, '1.5', { a: 1 }, [1, { b: 2 }], { c: { d: {} } }, 'extra', { e: 1 });
      """#,
      prints: #"""
        Bob is 42 years and 42, 1.5, {"a":1} [ 1, { b: 2 }, [length]: 2 ] { c: { d: {} } } % extra { e: 1 }
        """#),
    Snippet(
      "console format",
      #"""
      console.log('%s %s', 'only one');
      console.log('%d', '0x10', '%s');
      console.log('100%', 5);
      console.log('%c styled', 'color: red');
      console.log('%s', null, undefined, 5n, Symbol('q'), -0, { a: { b: { c: 1 } } }, [1], () => 1, class Q {});
      """#,
      prints: #"""
        only one %s
        16 %s
        100% 5
         styled
        null undefined 5n Symbol(q) -0 { a: { b: { c: 1 } } } [ 1 ] [Function (anonymous)] [class Q]
        """#),
    Snippet(
      "console format",
      #"""
      console.log('%i %f %d', 'abc', 'abc', 'abc');
      console.log('%x %', 1);
      console.log('a%sb%sc', 1, 2, 3);
      console.log('%s', new (class Foo { toString() { return 'custom'; } })(), new Error('e').message, new Date(0));
      """#,
      prints: #"""
        NaN NaN NaN
        %x % 1
        a1b2c 3
        custom e 1970-01-01T00:00:00.000Z
        """#),
    Snippet(
      "console format",
      #"""
      console.log('%O', { a: { b: { c: { d: 1 } } } });
      console.log('%j', { toJSON() { return 'J'; } });
      """#,
      prints: #"""
        { a: { b: { c: [Object] } } }
        "J"
        """#),
    Snippet(
      "console format",
      #"""
      console.log();
      console.log('');
      console.log(' ');
      console.log('a\nb');
      console.log(undefined);
      console.log(null, undefined);
      console.log('%s');
      console.log('%%', 1);
      console.log('%%');
      """#,
      prints: #"""


         
        a
        b
        undefined
        null undefined
        %s
        % 1
        %%
        """#),
    Snippet(
      "console methods",
      #"""
      console.group('G1');
      console.log('inside\nlines');
      console.group();
      console.log('deeper', { a: 1 });
      console.groupEnd();
      console.groupEnd();
      console.log('out');
      console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
      console.table([[1, 2], [3, 4]]);
      console.table([1, 'two']);
      console.table('not tabular');
      console.table([{ a: 1, b: 2 }], ['b']);
      console.table(new Map([['k', 1]]));
      console.count();
      console.count('x');
      console.count();
      console.countReset();
      console.count();
      console.info('info');
      console.debug('debug');
      console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
      console.assert(true, 'no');
      console.log(typeof console.time, typeof console.timeEnd, typeof console.trace, typeof console.error);
      """#,
      prints: #"""
        G1
          inside
          lines
            deeper { a: 1 }
        out
        ┌─────────┬───┬─────┬──────┐
        │ (index) │ a │ b   │ c    │
        ├─────────┼───┼─────┼──────┤
        │ 0       │ 1 │ 'x' │      │
        │ 1       │ 2 │     │ true │
        └─────────┴───┴─────┴──────┘
        ┌─────────┬───┬───┐
        │ (index) │ 0 │ 1 │
        ├─────────┼───┼───┤
        │ 0       │ 1 │ 2 │
        │ 1       │ 3 │ 4 │
        └─────────┴───┴───┘
        ┌─────────┬────────┐
        │ (index) │ Values │
        ├─────────┼────────┤
        │ 0       │ 1      │
        │ 1       │ 'two'  │
        └─────────┴────────┘
        not tabular
        ┌─────────┬───┐
        │ (index) │ b │
        ├─────────┼───┤
        │ 0       │ 2 │
        └─────────┴───┘
        ┌───────────────────┬─────┬────────┐
        │ (iteration index) │ Key │ Values │
        ├───────────────────┼─────┼────────┤
        │ 0                 │ 'k' │ 1      │
        └───────────────────┴─────┴────────┘
        default: 1
        x: 1
        default: 2
        default: 1
        info
        debug
        { a: [Object] }
        function function function function
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.format('%s=%d', 'a', 1, 'rest'), util.format(1, 2, 'a'), util.format('%s', 'x'), util.format());
      """#,
      prints: #"""
        a=1 rest 1 2 a x 
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.isDeepStrictEqual({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }), util.isDeepStrictEqual([1], ['1']), util.isDeepStrictEqual(new Set([{ a: 1 }]), new Set([{ a: 1 }])), util.isDeepStrictEqual(new Map([[{}, 1]]), new Map([[{}, 1]])), util.isDeepStrictEqual(NaN, NaN), util.isDeepStrictEqual(0, -0), util.isDeepStrictEqual({ a: undefined }, {}), util.isDeepStrictEqual(new Date(1), new Date(1)), util.isDeepStrictEqual(Buffer.from('a'), Buffer.from('a')));
      """#,
      prints: #"""
        true false true true true false false true true
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      const p = util.promisify((a, cb) => cb(null, a + 1));
      console.log(await p(1));
      try { await util.promisify((cb) => cb(new Error('bad')))(); } catch (error) { console.log(error.message); }
      """#,
      prints: #"""
        2
        bad
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      const cb = util.callbackify(async (x) => x * 2);
      await new Promise((r) => cb(4, (error, value) => { console.log(error, value);
      r(); }));
      """#,
      prints: #"""
        null 8
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.types.isDate(new Date()), util.types.isRegExp(/x/), util.types.isPromise(Promise.resolve()), util.types.isMap(new Map()), util.types.isSet(new Set()), util.types.isTypedArray(new Uint8Array()), util.types.isUint8Array(Buffer.from('')), util.types.isNativeError(new Error()), util.types.isAsyncFunction(async () => {}), util.types.isGeneratorFunction(function* () {}), util.types.isProxy(new Proxy({}, {})), util.types.isArrayBuffer(new ArrayBuffer(1)), util.types.isBoxedPrimitive(Object(1)));
      """#,
      prints: #"""
        true true true true true true true true true true true true true
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      function Old() {} function Base() {} Base.prototype.hi = function () { return 'hi'; }; util.inherits(Old, Base);
      console.log(new Old().hi(), Old.super_ === Base);
      """#,
      prints: #"""
        hi true
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.stripVTControlCharacters('\x1b[31mred\x1b[0m'), util.toUSVString('a\ud800'), typeof util.TextEncoder, typeof util.TextDecoder, util.isArray([]));
      """#,
      prints: #"""
        red a� function function true
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      const d = util.deprecate(() => 7, 'old');
      console.log(d());
      """#,
      prints: #"""
        7
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.styleText ? util.styleText('red', 'x') : 'none', typeof util.debuglog('x'), typeof util.parseArgs);
      """#,
      prints: #"""
        x function function
        """#),
    Snippet(
      "util functions",
      #"""
      const util = require('util');
      console.log(util.parseArgs({ args: ['-f', '--bar', 'b', 'pos'], options: { foo: { type: 'boolean', short: 'f' }, bar: { type: 'string' } }, allowPositionals: true }));
      """#,
      prints: #"""
        {
          values: [Object: null prototype] { foo: true, bar: 'b' },
          positionals: [ 'pos' ]
        }
        """#),
  ]
}
