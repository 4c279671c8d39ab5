/// TextEncoder and TextDecoder, for UTF-8 and Latin-1.
let encodingSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, RangeError, Uint8Array, ArrayBuffer, toLowerCase, trim } = primordials;
    class TextEncoder {
      get encoding() { return 'utf-8'; }
      encode(text = '') { return new Uint8Array(binding.utf8Encode('' + text)); }
      encodeInto(text, target) {
        let read = 0;
        let written = 0;
        for (const character of '' + text) {
          const bytes = new Uint8Array(binding.utf8Encode(character));
          if (written + bytes.length > target.length) break;
          target.set(bytes, written);
          written += bytes.length;
          read += character.length;
        }
        return { read, written };
      }
    }
    class TextDecoder {
      constructor(label = 'utf-8', options = {}) {
        const name = toLowerCase(trim('' + label));
        if (name === 'utf-8' || name === 'utf8' || name === 'unicode-1-1-utf-8') this.encoding = 'utf-8';
        else if (name === 'latin1' || name === 'iso-8859-1' || name === 'ascii' || name === 'windows-1252') this.encoding = 'windows-1252';
        else if (name === 'utf-16le' || name === 'utf-16' || name === 'ucs-2') this.encoding = 'utf-16le';
        else {
          throw load('internal/errors').coded(new RangeError('The "' + label + '" encoding is not supported'),
            'ERR_ENCODING_NOT_SUPPORTED');
        }
        this.fatal = !!options.fatal;
        this.ignoreBOM = !!options.ignoreBOM;
        this._rest = new Uint8Array(0);
      }
      decode(input, options) {
        let bytes = input === undefined ? new Uint8Array(0)
          : input instanceof ArrayBuffer ? new Uint8Array(input)
          : new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
        if (this.encoding === 'utf-16le') {
          return load('buffer').Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf16le').toWellFormed();
        }
        if (this.encoding !== 'utf-8') return binding.latin1Decode(bytes, 0, bytes.length);
        if (this._rest.length > 0) {
          const joined = new Uint8Array(this._rest.length + bytes.length);
          joined.set(this._rest);
          joined.set(bytes, this._rest.length);
          bytes = joined;
          this._rest = new Uint8Array(0);
        }
        if (options && options.stream) {
          const end = wholeCharacters(bytes);
          this._rest = bytes.slice(end);
          bytes = bytes.subarray(0, end);
        }
        if (this.fatal && !binding.isUTF8(bytes, 0, bytes.length)) {
          const error = new TypeError('The encoded data was not valid for encoding utf-8');
          error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
          throw error;
        }
        const start = !this.ignoreBOM && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
        return binding.utf8Decode(bytes, start, bytes.length - start);
      }
    }
    // How many bytes end with a whole character.
    function wholeCharacters(bytes) {
      for (let back = 1; back <= 3 && back <= bytes.length; back++) {
        const byte = bytes[bytes.length - back];
        if ((byte & 0xc0) === 0x80) continue;
        const width = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
        return width > back ? bytes.length - back : bytes.length;
      }
      return bytes.length;
    }
    return { TextEncoder, TextDecoder };
  })
  """#
