extension Snippet {
  static let bytes: [Snippet] = [
    Snippet(
      "buffer",
      #"""
      const b = Buffer.from('héllo wörld');
      console.log(b.length, b.toString(), b.toString('hex'), b.toString('base64'), b.toString('base64url'), b.toString('latin1'), b.toString('ascii'), b.toString('utf8', 0, 2), b.toString('utf16le').length, b.toString('ucs2').length);
      """#,
      prints: #"""
        13 héllo wörld 68c3a96c6c6f2077c3b6726c64 aMOpbGxvIHfDtnJsZA== aMOpbGxvIHfDtnJsZA hÃ©llo wÃ¶rld hC)llo wC6rld h� 6 6
        """#),
    Snippet(
      "buffer",
      #"""
      console.log(Buffer.from('68656c6c6f', 'hex').toString(), Buffer.from('aGVsbG8=', 'base64').toString(), Buffer.from('aGVsbG8', 'base64url').toString(), Buffer.from('zz68', 'hex'), Buffer.from('abc', 'hex'), Buffer.from('é', 'latin1'), Buffer.from('hi', 'utf16le'), Buffer.from('a-_b', 'base64'));
      """#,
      prints: #"""
        hello hello hello <Buffer > <Buffer ab> <Buffer e9> <Buffer 68 00 69 00> <Buffer 6b ef db>
        """#),
    Snippet(
      "buffer",
      #"""
      console.log(Buffer.alloc(3, 'ab'), Buffer.alloc(3, 1), Buffer.from([256, -1, 1.9, 'x']), Buffer.from(new Uint16Array([1, 500])), Buffer.from(Buffer.from('x')), Buffer.from(new ArrayBuffer(3), 1, 1), Buffer.of(1, 2));
      """#,
      prints: #"""
        <Buffer 61 62 61> <Buffer 01 01 01> <Buffer 00 ff 01 00> <Buffer 01 f4> <Buffer 78> <Buffer 00> <Buffer 01 02>
        """#),
    Snippet(
      "buffer",
      #"""
      const b = Buffer.from('héllo wörld');
      console.log(Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(), Buffer.concat([Buffer.from('abc')], 2).toString(), Buffer.concat([]), Buffer.byteLength('é'), Buffer.byteLength('aGk=', 'base64'), Buffer.isBuffer(b), Buffer.isBuffer(new Uint8Array(1)), Buffer.isEncoding('UTF-8'), Buffer.isEncoding('nope'), Buffer.compare(Buffer.from('a'), Buffer.from('b')));
      """#,
      prints: #"""
        ab ab <Buffer > 2 2 true false true false -1
        """#),
    Snippet(
      "buffer",
      #"""
      const b = Buffer.from('héllo wörld');
      console.log(b.slice(0, 2), b.subarray(1, 3), b.slice(-3).toString(), b.equals(Buffer.from('héllo wörld')), b.indexOf('w'), b.indexOf(Buffer.from('l')), b.lastIndexOf('l'), b.includes('xyz'), b.indexOf(0x6c), b.indexOf('l', -3), b.at(-1), b[0]);
      """#,
      prints: #"""
        <Buffer 68 c3> <Buffer c3 a9> rld true 7 3 11 false 3 11 100 104
        """#),
    Snippet(
      "buffer",
      #"""
      const w = Buffer.alloc(16); w.writeUInt32BE(0xdeadbeef, 0); w.writeInt16LE(-2, 4); w.writeDoubleLE(1.5, 6); w.writeUInt8(255, 14);
      console.log(w, w.readUInt32BE(0).toString(16), w.readInt16LE(4), w.readDoubleLE(6), w.readUInt8(14), w.readInt8(14), w.readUint32LE(0), w.readBigUInt64BE(0), w.readIntBE(0, 3), w.readUIntLE(0, 6), w.writeIntLE(-5, 0, 3), w.readIntLE(0, 3));
      """#,
      prints: #"""
        <Buffer fb ff ff ef fe ff 00 00 00 00 00 00 f8 3f ff 00> deadbeef -2 1.5 255 -1 4022250974 16045690985375531008n -2183746 281470409027038 3 -5
        """#),
    Snippet(
      "buffer",
      #"""
      console.log(JSON.stringify(Buffer.from('hi')), [...Buffer.from('hi')], [...Buffer.from('hi').entries()], Buffer.from('abc').fill('z').toString(), Buffer.from('abcd').fill('xy', 1, 3).toString(), Buffer.from('abcd').swap16().toString());
      """#,
      prints: #"""
        {"type":"Buffer","data":[104,105]} [ 104, 105 ] [ [ 0, 104 ], [ 1, 105 ] ] zzz axyd badc
        """#),
    Snippet(
      "buffer",
      #"""
      try { Buffer.alloc(2).readUInt32BE(0); } catch (e) { console.log(e.name, e.code, e.message); } try { Buffer.from(5); } catch (e) { console.log(e.name, e.code, e.message); } try { Buffer.from('x', 'bad'); } catch (e) { console.log(e.name, e.code, e.message); } try { Buffer.alloc(-1); } catch (e) { console.log(e.name, e.code); } try { Buffer.alloc(2).writeUInt8(300, 0); } catch (e) { console.log(e.name, e.code, e.message); }
      """#,
      prints: #"""
        RangeError ERR_BUFFER_OUT_OF_BOUNDS Attempt to access memory outside buffer bounds
        TypeError ERR_INVALID_ARG_TYPE The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received type number (5)
        TypeError ERR_UNKNOWN_ENCODING Unknown encoding: bad
        RangeError ERR_OUT_OF_RANGE
        RangeError ERR_OUT_OF_RANGE The value of "value" is out of range. It must be >= 0 and <= 255. Received 300
        """#),
    Snippet(
      "buffer",
      #"""
      console.log(btoa('hello'), atob('aGVsbG8='), Buffer.from('test').toString('binary'), Buffer.from('€').toString('ascii'), new Uint8Array(Buffer.from('ab')), Buffer.from('ab').buffer instanceof ArrayBuffer, Buffer.from('a').toLocaleString(), Buffer.poolSize, Buffer.from(Object('str')).toString(), Buffer.from({ length: 2, 0: 7, 1: 8 }));
      """#,
      prints: #"""
        aGVsbG8= hello test b\#u{2}, Uint8Array(2) [ 97, 98 ] true a 8192 str <Buffer 07 08>
        """#),
    Snippet(
      "buffer",
      #"""
      try { atob('*'); } catch (e) { console.log(e.name, e.message); } try { btoa('☃'); } catch (e) { console.log(e.name, e.message, e.code); }
      """#,
      prints: #"""
        InvalidCharacterError Invalid character
        InvalidCharacterError Invalid character 5
        """#),
    Snippet(
      "buffer",
      #"""
      const bl = new Blob(['ab', new Uint8Array([99])], { type: 'text/plain' });
      console.log(bl.size, bl.type, await bl.text(), await bl.slice(1, 2).text(), bl instanceof Blob);
      """#,
      prints: #"""
        3 text/plain abc b true
        """#),
    Snippet(
      "encoding",
      #"""
      console.log(new TextEncoder().encode('é☃😀'), new TextDecoder().decode(new Uint8Array([0xc3, 0xa9, 0xff, 65])), new TextDecoder('utf-8', { fatal: false }).encoding, new TextDecoder('latin1').decode(new Uint8Array([0xe9, 0x80])), new TextEncoder().encodeInto('é☃', new Uint8Array(4)), new TextDecoder().decode(), new TextDecoder('utf-16le').decode(new Uint8Array([104, 0, 105, 0])));
      """#,
      prints: #"""
        Uint8Array(9) [
          195, 169, 226,
          152, 131, 240,
          159, 152, 128
        ] é�A utf-8 é\#u{80} { read: 1, written: 2 }  hi
        """#),
    Snippet(
      "encoding",
      #"""
      try { new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff])); } catch (e) { console.log(e.name, e.code, e.message); } try { new TextDecoder('nope'); } catch (e) { console.log(e.name, e.code, e.message); }
      """#,
      prints: #"""
        TypeError ERR_ENCODING_INVALID_ENCODED_DATA The encoded data was not valid for encoding utf-8
        RangeError ERR_ENCODING_NOT_SUPPORTED The "nope" encoding is not supported
        """#),
    Snippet(
      "encoding",
      #"""
      const d = new TextDecoder();
      console.log(d.decode(new Uint8Array([0xe2, 0x98]), { stream: true }) + d.decode(new Uint8Array([0x83]), { stream: true }) + d.decode(), new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])), new TextDecoder('utf-8', { ignoreBOM: true }).decode(new Uint8Array([0xef, 0xbb, 0xbf, 65])).length, d.fatal, d.ignoreBOM);
      """#,
      prints: #"""
        ☃ A 2 false false
        """#),
    Snippet(
      "encoding",
      #"""
      console.log(new TextDecoder().decode(new Uint8Array([1, 65, 66]).subarray(1)), new TextDecoder().decode(new DataView(new Uint8Array([65, 66]).buffer)), new TextEncoder().encode().length);
      """#,
      prints: #"""
        AB AB 0
        """#),
    Snippet(
      "encoding",
      #"""
      const { StringDecoder } = require('string_decoder');
      const sd = new StringDecoder('utf8');
      console.log(sd.write(Buffer.from([0xe2, 0x82])), sd.write(Buffer.from([0xac])), sd.end(Buffer.from([0xe2])));
      """#,
      prints: #"""
         € �
        """#),
    Snippet(
      "encoding",
      #"""
      const qs = require('querystring');
      console.log(qs.parse('a=1&b=2&a=3&c=%20x+y'), qs.stringify({ a: [1, 2], b: 'x y', c: '' }), qs.escape('a b'), qs.unescape('%41'));
      """#,
      prints: #"""
        [Object: null prototype] { a: [ '1', '3' ], b: '2', c: ' x y' } a=1&a=2&b=x%20y&c= a%20b A
        """#),
  ]
}
