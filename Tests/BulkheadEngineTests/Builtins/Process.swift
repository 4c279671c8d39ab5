extension Snippet {
  static let process: [Snippet] = [
    Snippet(
      "process",
      #"""
      console.log(process.cwd(), process.platform, process.argv.length >= 2, process.env.GREETING, process.env.NOPE, process.env.EMPTY, 'GREETING' in process.env, 'NOPE' in process.env, typeof process.pid, typeof process.uptime(), process.hrtime().length, typeof process.hrtime.bigint(), typeof process.memoryUsage().heapUsed, process.exitCode, process.arch);
      """#,
      prints: #"""
        /project linux true hello undefined  true false number number 2 bigint number undefined x64
        """#),
    Snippet(
      "process",
      #"""
      process.env.NEW = 5;
      console.log(process.env.NEW, typeof process.env.NEW); delete process.env.NEW;
      console.log(process.env.NEW);
      console.log({ ...process.env }.GREETING, Object.keys(process.env).includes('EMPTY'), JSON.stringify(process.env).includes('"GREETING":"hello"'));
      """#,
      prints: #"""
        5 string
        undefined
        hello true true
        """#),
    Snippet(
      "process",
      #"""
      process.stdout.write('no newline');
      process.stdout.write('\n');
      console.log(typeof process.on, process.release.name, process.title.length > 0, typeof process.umask(), typeof process.version);
      """#,
      prints: #"""
        no newline
        function node true number string
        """#),
    Snippet(
      "process",
      #"""
      console.log(process.getuid() >= 0, typeof process.nextTick, typeof process.exit, typeof process.emitWarning, process.stdout.fd, process.stderr.fd, typeof process.versions.node, typeof process.config);
      """#,
      prints: #"""
        true function function function 1 2 string object
        """#),
    Snippet(
      "process",
      #"""
      const os = require('os');
      console.log(os.EOL === '\n', os.platform(), typeof os.tmpdir(), typeof os.homedir(), os.type(), typeof os.cpus().length, typeof os.totalmem(), typeof os.hostname(), os.endianness(), typeof os.userInfo().username, typeof os.arch());
      """#,
      prints: #"""
        true linux string string Linux number number string LE string string
        """#),
    Snippet(
      "structuredClone and misc globals",
      #"""
      console.log(structuredClone({ a: [1, new Date(0), /x/g, new Map([[1, { b: 2 }]]), new Set([1]), undefined, null, 1n], e: new TypeError('t').message }));
      const cyc = { n: 1 }; cyc.me = cyc;
      const cc = structuredClone(cyc);
      console.log(cc.me === cc, cc !== cyc);
      try { structuredClone(() => {}); } catch (e) { console.log(e.name, e.code); } class K { constructor() { this.v = 1; } } console.log(structuredClone(new K()), structuredClone(new Uint8Array([1, 2])), structuredClone(new Error('q')) instanceof Error, structuredClone('s'), structuredClone(Object(1)));
      """#,
      prints: #"""
        {
          a: [
            1,
            1970-01-01T00:00:00.000Z,
            /x/g,
            Map(1) { 1 => [Object] },
            Set(1) { 1 },
            undefined,
            null,
            1n
          ],
          e: 't'
        }
        true true
        DataCloneError 25
        { v: 1 } Uint8Array(2) [ 1, 2 ] true s [Number: 1]
        """#),
    Snippet(
      "structuredClone and misc globals",
      #"""
      console.log(typeof performance.now(), typeof performance.timeOrigin, typeof performance.mark, typeof queueMicrotask, typeof globalThis.crypto, typeof crypto.randomUUID(), crypto.getRandomValues(new Uint8Array(4)).length, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
      """#,
      prints: #"""
        number number function function object string 4 true
        """#),
    Snippet(
      "structuredClone and misc globals",
      #"""
      const c = require('crypto');
      console.log(c.createHash('sha256').update('abc').digest('hex'), c.createHash('sha1').update('abc').digest('hex'), c.createHash('md5').update('abc').digest('base64'), c.randomBytes(8).length, c.createHmac('sha256', 'k').update('d').digest('hex'), c.createHash('sha512').update('').digest('hex').slice(0, 16), typeof c.randomInt(10), c.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), c.randomUUID().length, c.createHash('sha256').update(Buffer.from('ab')).update('c').digest().length);
      """#,
      prints: #"""
        ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad a9993e364706816aba3e25717850c26c9cd0d89d kAFQmDzST7DWlj99KOF/cg== 8 e7ea21c3bcb63a4da3ad78503168d36bdca0be622382ea60a108fad4e4966679 cf83e1357eefb8bd number true 36 32
        """#),
    Snippet(
      "structuredClone and misc globals",
      #"""
      console.log(typeof require('module').builtinModules.length, require('node:path') === require('path'), typeof require('assert').strictEqual, typeof globalThis.global, Object.keys(globalThis).length >= 0);
      """#,
      prints: #"""
        number true function object true
        """#),
    Snippet(
      "structuredClone and misc globals",
      #"""
      const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc'));
      console.log(Buffer.from(hash).toString('hex'));
      """#,
      prints: #"""
        ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
        """#),
    Snippet(
      "assert",
      #"""
      const assert = require('assert');
      const show = (f) => { try { f();
      console.log('ok'); } catch (e) { console.log(e.name, e.code, e.message.split('\n')[0], e.operator, e.generatedMessage); } };
      show(() => assert(true));
      show(() => assert(0, 'msg'));
      show(() => assert.strictEqual(1, 1));
      show(() => assert.strictEqual(1, 2, 'custom'));
      show(() => assert.deepStrictEqual({ a: 1 }, { a: 1 }));
      show(() => assert.deepStrictEqual({ a: 1 }, { a: 2 }, 'deep'));
      show(() => assert.throws(() => { throw new TypeError('x'); }, TypeError));
      show(() => assert.throws(() => {}));
      show(() => assert.rejects);
      show(() => assert.equal(1, '1'));
      show(() => assert.notStrictEqual(1, 1, 'ns'));
      show(() => assert.match('abc', /b/));
      show(() => assert.deepEqual([1], ['1']));
      show(() => assert.fail('f'));
      show(() => assert.ifError(null));
      show(() => assert.throws(() => { throw new Error('abc'); }, /abc/));
      show(() => assert.throws(() => { throw new Error('abc'); }, { message: 'abc' }));
      show(() => assert.doesNotMatch('abc', /z/));
      show(() => assert.notDeepEqual([1], [2]));
      await assert.rejects(Promise.reject(new Error('r')), /r/);
      await assert.doesNotReject(Promise.resolve());
      """#,
      prints: #"""
        ok
        AssertionError ERR_ASSERTION msg == false
        ok
        AssertionError ERR_ASSERTION custom strictEqual false
        ok
        AssertionError ERR_ASSERTION deep deepStrictEqual false
        ok
        AssertionError ERR_ASSERTION Missing expected exception. throws false
        ok
        ok
        AssertionError ERR_ASSERTION ns notStrictEqual false
        ok
        ok
        AssertionError ERR_ASSERTION f fail false
        ok
        ok
        ok
        ok
        ok
        """#),
  ]
}
