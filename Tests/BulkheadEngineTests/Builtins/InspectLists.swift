extension Snippet {
  static let inspectLists: [Snippet] = [
    Snippet(
      "inspect arrays",
      #"""
      console.log([], [1, 2, 3], [1, , 3], [, , 1, ,], new Array(5), [undefined, null]);
      """#,
      prints: #"""
        [] [ 1, 2, 3 ] [ 1, <1 empty item>, 3 ] [ <2 empty items>, 1, <1 empty item> ] [ <5 empty items> ] [ undefined, null ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log([[1, 2], [3, [4, [5, [6]]]]]);
      """#,
      prints: #"""
        [ [ 1, 2 ], [ 3, [ 4, [Array] ] ] ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 120 }, (_, i) => i));
      """#,
      prints: #"""
        [
           0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11,
          12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23,
          24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
          36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
          48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
          60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71,
          72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
          84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95,
          96, 97, 98, 99,
          ... 20 more items
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 7 }, (_, i) => 'item number ' + i));
      """#,
      prints: #"""
        [
          'item number 0',
          'item number 1',
          'item number 2',
          'item number 3',
          'item number 4',
          'item number 5',
          'item number 6'
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 30 }, (_, i) => 'n' + i));
      """#,
      prints: #"""
        [
          'n0',  'n1',  'n2',  'n3',  'n4',
          'n5',  'n6',  'n7',  'n8',  'n9',
          'n10', 'n11', 'n12', 'n13', 'n14',
          'n15', 'n16', 'n17', 'n18', 'n19',
          'n20', 'n21', 'n22', 'n23', 'n24',
          'n25', 'n26', 'n27', 'n28', 'n29'
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 10 }, (_, i) => ({ id: i })));
      """#,
      prints: #"""
        [
          { id: 0 }, { id: 1 },
          { id: 2 }, { id: 3 },
          { id: 4 }, { id: 5 },
          { id: 6 }, { id: 7 },
          { id: 8 }, { id: 9 }
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Object.assign([1, 2], { extra: 'x', '-1': 2 }));
      """#,
      prints: #"""
        [ 1, 2, extra: 'x', '-1': 2 ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(['a'.repeat(40), 'b'.repeat(40)], ['a'.repeat(100)]);
      """#,
      prints: #"""
        [
          'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
          'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb'
        ] [
          'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log([1.5, 22.25, 333.125, 4, 5, 6, 7, 8, 9, 10]);
      """#,
      prints: #"""
        [ 1.5, 22.25, 333.125, 4, 5, 6, 7, 8, 9, 10 ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log([[], {}, [{}], [[]]]);
      """#,
      prints: #"""
        [ [], {}, [ {} ], [ [] ] ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 101 }, () => 'x'));
      """#,
      prints: #"""
        [
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x', 'x',
          'x', 'x', 'x', 'x',
          ... 1 more item
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log(Array.from({ length: 27 }, (_, i) => i * 1000));
      """#,
      prints: #"""
        [
              0,  1000,  2000,  3000,  4000,
           5000,  6000,  7000,  8000,  9000,
          10000, 11000, 12000, 13000, 14000,
          15000, 16000, 17000, 18000, 19000,
          20000, 21000, 22000, 23000, 24000,
          25000, 26000
        ]
        """#),
    Snippet(
      "inspect arrays",
      #"""
      console.log([true, false, true, false, true, false, true, false]);
      """#,
      prints: #"""
        [
          true, false,
          true, false,
          true, false,
          true, false
        ]
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log(new Map(), new Map([['a', 1], ['b', { c: 2 }]]), new Set(), new Set([1, 'a', {}]), new Map([[{ k: 1 }, [1]]]));
      """#,
      prints: #"""
        Map(0) {} Map(2) { 'a' => 1, 'b' => { c: 2 } } Set(0) {} Set(3) { 1, 'a', {} } Map(1) { { k: 1 } => [ 1 ] }
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log(new WeakMap(), new WeakSet());
      """#,
      prints: #"""
        WeakMap { <items unknown> } WeakSet { <items unknown> }
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log([[1][Symbol.iterator]()]);
      """#,
      prints: #"""
        [ Object [Array Iterator] {} ]
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log({ a: new Map([['x', new Map([['y', new Map([['z', 1]])]])]]) });
      """#,
      prints: #"""
        { a: Map(1) { 'x' => Map(1) { 'y' => [Map] } } }
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log(new Set(Array.from({ length: 5 }, (_, i) => 'some longer string ' + i)));
      """#,
      prints: #"""
        Set(5) {
          'some longer string 0',
          'some longer string 1',
          'some longer string 2',
          'some longer string 3',
          'some longer string 4'
        }
        """#),
    Snippet(
      "inspect collections",
      #"""
      console.log(new Map(Array.from({ length: 4 }, (_, i) => ['some longer key ' + i, i])));
      """#,
      prints: #"""
        Map(4) {
          'some longer key 0' => 0,
          'some longer key 1' => 1,
          'some longer key 2' => 2,
          'some longer key 3' => 3
        }
        """#),
    Snippet(
      "inspect binary",
      #"""
      console.log(Buffer.from('hello'), Buffer.alloc(60), Buffer.alloc(0), new Uint8Array([1, 2, 3]), new Float64Array(2), new BigInt64Array(1), new Uint8Array(0));
      """#,
      prints: #"""
        <Buffer 68 65 6c 6c 6f> <Buffer 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 ... 10 more bytes> <Buffer > Uint8Array(3) [ 1, 2, 3 ] Float64Array(2) [ 0, 0 ] BigInt64Array(1) [ 0n ] Uint8Array(0) []
        """#),
    Snippet(
      "inspect binary",
      #"""
      console.log(new ArrayBuffer(4), new Uint8Array([1, 2]).buffer, new DataView(new ArrayBuffer(2)));
      """#,
      prints: #"""
        ArrayBuffer { [Uint8Contents]: <00 00 00 00>, byteLength: 4 } ArrayBuffer { [Uint8Contents]: <01 02>, byteLength: 2 } DataView {
          byteLength: 2,
          byteOffset: 0,
          buffer: ArrayBuffer { [Uint8Contents]: <00 00>, byteLength: 2 }
        }
        """#),
    Snippet(
      "inspect binary",
      #"""
      console.log({ b: Buffer.from('hi'), u: new Uint8Array(2) }, [Buffer.from('x')]);
      """#,
      prints: #"""
        { b: <Buffer 68 69>, u: Uint8Array(2) [ 0, 0 ] } [ <Buffer 78> ]
        """#),
  ]
}
