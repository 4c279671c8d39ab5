extension Snippet {
  static let inspectObjects: [Snippet] = [
    Snippet(
      "inspect primitives",
      #"""
      console.log(1, -0, 'a', "it's", true, null, undefined, 10n, Symbol('s'));
      """#,
      prints: #"""
        1 -0 a it's true null undefined 10n Symbol(s)
        """#),
    Snippet(
      "inspect primitives",
      #"""
      console.log([1, -0, 'a', "it's", 'q"\'', true, null, undefined, 10n, Symbol('s'), Symbol.iterator]);
      """#,
      prints: #"""
        [
          1,
          -0,
          'a',
          "it's",
          `q"'`,
          true,
          null,
          undefined,
          10n,
          Symbol(s),
          Symbol(Symbol.iterator)
        ]
        """#),
    Snippet(
      "inspect primitives",
      #"""
      console.log(['tab\t', 'nl\n', 'nul\0', 'é', '\x1b[31m', '\u2028', '\ud83d\ude00', '\\', '\x7f', '\x9f', '\ud800', 'back`tick', '\b\f\v']);
      """#,
      prints: #"""
        [
          'tab\t',    'nl\n',
          'nul\x00',  'é',
          '\x1B[31m', '\#u{2028}',
          '😀',       '\\',
          '\x7F',     '\x9F',
          '\ud800',   'back`tick',
          '\b\f\x0B'
        ]
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log({}, { a: 1 }, { 'a-b': 1, 2: 3, [Symbol('k')]: 4 }, { a: { b: { c: { d: 1 } } } });
      """#,
      prints: #"""
        {} { a: 1 } { '2': 3, 'a-b': 1, [Symbol(k)]: 4 } { a: { b: { c: [Object] } } }
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log({ get a() { return 1; }, set b(x) {}, get c() { return 1; }, set c(x) {} });
      """#,
      prints: #"""
        { a: [Getter], b: [Setter], c: [Getter/Setter] }
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log(Object.create(null), Object.assign(Object.create(null), { x: 1 }));
      """#,
      prints: #"""
        [Object: null prototype] {} [Object: null prototype] { x: 1 }
        """#),
    Snippet(
      "inspect objects",
      #"""
      class A { constructor() { this.x = 1; } }
      class B extends A { } class E2 extends A { get [Symbol.toStringTag]() { return 'tagged'; } } console.log(new A(), new B(), new E2(), [new A()], { a: new B() });
      """#,
      prints: #"""
        A { x: 1 } B { x: 1 } E2 [tagged] { x: 1 } [ A { x: 1 } ] { a: B { x: 1 } }
        """#),
    Snippet(
      "inspect objects",
      #"""
      class A { constructor() { this.x = 1; } }
      console.log({ a: undefined, b: null, f() {}, g: () => {}, h: function () {}, async i() {}, *j() {}, async *k() {}, l: class {}, m: class X {}, n: class Y extends A {} });
      """#,
      prints: #"""
        {
          a: undefined,
          b: null,
          f: [Function: f],
          g: [Function: g],
          h: [Function: h],
          i: [AsyncFunction: i],
          j: [GeneratorFunction: j],
          k: [AsyncGeneratorFunction: k],
          l: [class l],
          m: [class X],
          n: [class Y extends A]
        }
        """#),
    Snippet(
      "inspect objects",
      #"""
      const o = { a: 1 }; o.self = o;
      console.log(o);
      const p = { q: { r: {} } }; p.q.r.back = p.q;
      console.log(p);
      """#,
      prints: #"""
        <ref *1> { a: 1, self: [Circular *1] }
        { q: <ref *1> { r: { back: [Circular *1] } } }
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log({ a: [[[[1]]]], b: { c: { d: { e: 1 } } } });
      """#,
      prints: #"""
        { a: [ [ [Array] ] ], b: { c: { d: [Object] } } }
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log(new (class Foo { })(), new (class extends Map { })());
      """#,
      prints: #"""
        Foo {} Map(0) {}
        """#),
    Snippet(
      "inspect objects",
      #"""
      class A { constructor() { this.x = 1; } }
      console.log(Object.create({ inherited: 1 }), Object.create(A.prototype));
      """#,
      prints: #"""
        {} A {}
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log({ '': 1, 'with space': 2, valid_name: 3, $d: 4, 'ünï': 5, '1a': 6, "it's": 7 });
      """#,
      prints: #"""
        {
          '': 1,
          'with space': 2,
          valid_name: 3,
          '$d': 4,
          'ünï': 5,
          '1a': 6,
          "it's": 7
        }
        """#),
    Snippet(
      "inspect objects",
      #"""
      console.log({ then: 1, constructor: 'x' }, { constructor: { name: 'Evil' } });
      """#,
      prints: #"""
        { then: 1, constructor: 'x' } { constructor: { name: 'Evil' } }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ aaaaaaaaaa: 'aaaaaaaaaaaaaaaaaaa', bbbbbbbbbb: 'bbbbbbbbbbbbbbbbbbbbbb', cccccccccc: 'ccccccccccccccccc' });
      """#,
      prints: #"""
        {
          aaaaaaaaaa: 'aaaaaaaaaaaaaaaaaaa',
          bbbbbbbbbb: 'bbbbbbbbbbbbbbbbbbbbbb',
          cccccccccc: 'ccccccccccccccccc'
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ a: 1, b: 'two', c: [1, 2, 3], d: { e: 'f' }, g: null, h: undefined, i: true, j: 1n });
      """#,
      prints: #"""
        {
          a: 1,
          b: 'two',
          c: [ 1, 2, 3 ],
          d: { e: 'f' },
          g: null,
          h: undefined,
          i: true,
          j: 1n
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ name: 'plugin', version: '1.0.0', description: 'Some longer description of the plugin', keywords: ['one', 'two', 'three'], author: { name: 'A', email: 'a@example.com' } });
      """#,
      prints: #"""
        {
          name: 'plugin',
          version: '1.0.0',
          description: 'Some longer description of the plugin',
          keywords: [ 'one', 'two', 'three' ],
          author: { name: 'A', email: 'a@example.com' }
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ a: { b: 1, c: 2 }, d: { e: 3, f: 4 } });
      """#,
      prints: #"""
        { a: { b: 1, c: 2 }, d: { e: 3, f: 4 } }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ a: 'x'.repeat(75) }, { a: 'x'.repeat(60), b: 1 });
      """#,
      prints: #"""
        {
          a: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'
        } {
          a: 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
          b: 1
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ k1: 'aaaaaaaaaaaaaaaaaaaa', k2: 'aaaaaaaaaaaaaaaaaaaa', k3: 'aaaaaaaaaaaaa' });
      """#,
      prints: #"""
        {
          k1: 'aaaaaaaaaaaaaaaaaaaa',
          k2: 'aaaaaaaaaaaaaaaaaaaa',
          k3: 'aaaaaaaaaaaaa'
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ k1: 'aaaaaaaaaaaaaaaaaaaa', k2: 'aaaaaaaaaaaaaaaaaaaa', k3: 'aaaaaaaaaaaaaaaa' });
      """#,
      prints: #"""
        {
          k1: 'aaaaaaaaaaaaaaaaaaaa',
          k2: 'aaaaaaaaaaaaaaaaaaaa',
          k3: 'aaaaaaaaaaaaaaaa'
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ list: [{ a: 1, b: { c: {} } }, { a: 2, b: { c: { d: 1 } } }] });
      """#,
      prints: #"""
        { list: [ { a: 1, b: [Object] }, { a: 2, b: [Object] } ] }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ text: 'line one\nline two', n: 1 }, 'top\nlevel');
      """#,
      prints: #"""
        { text: 'line one\nline two', n: 1 } top
        level
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ long: 'The quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy dog.\nAnd again.' });
      """#,
      prints: #"""
        {
          long: 'The quick brown fox jumps over the lazy dog. The quick brown fox jumps over the lazy dog.\n' +
            'And again.'
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log(Object.fromEntries(Array.from({ length: 30 }, (_, i) => ['key' + i, i])));
      """#,
      prints: #"""
        {
          key0: 0,
          key1: 1,
          key2: 2,
          key3: 3,
          key4: 4,
          key5: 5,
          key6: 6,
          key7: 7,
          key8: 8,
          key9: 9,
          key10: 10,
          key11: 11,
          key12: 12,
          key13: 13,
          key14: 14,
          key15: 15,
          key16: 16,
          key17: 17,
          key18: 18,
          key19: 19,
          key20: 20,
          key21: 21,
          key22: 22,
          key23: 23,
          key24: 24,
          key25: 25,
          key26: 26,
          key27: 27,
          key28: 28,
          key29: 29
        }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ a: [1, 2, { b: 3 }], c: new Map([['k', { v: 1 }]]) });
      """#,
      prints: #"""
        { a: [ 1, 2, { b: 3 } ], c: Map(1) { 'k' => { v: 1 } } }
        """#),
    Snippet(
      "inspect long objects",
      #"""
      console.log({ files: ['/a/very/long/path/to/some/file.txt', '/a/very/long/path/to/some/other/file.txt'] });
      """#,
      prints: #"""
        {
          files: [
            '/a/very/long/path/to/some/file.txt',
            '/a/very/long/path/to/some/other/file.txt'
          ]
        }
        """#),
  ]
}
