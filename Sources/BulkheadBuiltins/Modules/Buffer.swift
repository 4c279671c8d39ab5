/// `buffer`: Buffer is a Uint8Array with Node's methods.
let bufferSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Uint8Array, ArrayBuffer, TypeError, RangeError, Error, toLowerCase, isArray, freeze,
    Symbol, Math } = primordials;
    const { utf8Encode, utf8Decode, latin1Decode } = binding;
    const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const VALUES = new Uint8Array(128).fill(255);
    for (let index = 0; index < 64; index++) VALUES[BASE64.charCodeAt(index)] = index;
    VALUES['-'.charCodeAt(0)] = 62;
    VALUES['_'.charCodeAt(0)] = 63;

    function decodeBase64(text) {
      const bytes = new Uint8Array(Math.ceil(text.length * 3 / 4));
      let count = 0;
      let bits = 0;
      let width = 0;
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (code === 61) break;
        const value = code < 128 ? VALUES[code] : 255;
        if (value === 255) continue;
        bits = bits << 6 | value;
        width += 6;
        if (width >= 8) {
          width -= 8;
          bytes[count++] = bits >> width & 255;
        }
      }
      return bytes.subarray(0, count);
    }
    function encodeBase64(bytes, isURL) {
      let text = '';
      for (let index = 0; index < bytes.length; index += 3) {
        const left = bytes.length - index;
        const bits = bytes[index] << 16 | (left > 1 ? bytes[index + 1] : 0) << 8 | (left > 2 ? bytes[index + 2] : 0);
        text += BASE64[bits >> 18] + BASE64[bits >> 12 & 63] + (left > 1 ? BASE64[bits >> 6 & 63] : '=')
          + (left > 2 ? BASE64[bits & 63] : '=');
      }
      return isURL ? text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') : text;
    }
    function decodeHex(text) {
      const bytes = new Uint8Array(text.length >> 1);
      for (let index = 0; index < bytes.length; index++) {
        const pair = text.slice(index * 2, index * 2 + 2);
        if (!/^[0-9a-fA-F]{2}$/.test(pair)) return bytes.subarray(0, index);
        bytes[index] = parseInt(pair, 16);
      }
      return bytes;
    }
    function units(text, width) {
      const bytes = new Uint8Array(text.length * width);
      for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        bytes[index * width] = code & 255;
        if (width === 2) bytes[index * 2 + 1] = code >> 8;
      }
      return bytes;
    }
    function normalEncoding(encoding) {
      if (encoding === undefined || encoding === null || encoding === '') return 'utf8';
      switch (toLowerCase('' + encoding)) {
        case 'utf8': case 'utf-8': return 'utf8';
        case 'hex': return 'hex';
        case 'base64': return 'base64';
        case 'base64url': return 'base64url';
        case 'latin1': case 'binary': return 'latin1';
        case 'ascii': return 'ascii';
        case 'utf16le': case 'utf-16le': case 'ucs2': case 'ucs-2': return 'utf16le';
        default: {
          const error = new TypeError('Unknown encoding: ' + encoding);
          error.code = 'ERR_UNKNOWN_ENCODING';
          throw error;
        }
      }
    }
    function encode(text, encoding) {
      switch (normalEncoding(encoding)) {
        case 'utf8': return new Uint8Array(utf8Encode(text));
        case 'hex': return decodeHex(text);
        case 'base64': case 'base64url': return decodeBase64(text);
        case 'utf16le': return units(text, 2);
        default: return units(text, 1);
      }
    }
    function decode(bytes, encoding) {
      switch (normalEncoding(encoding)) {
        case 'utf8': return utf8Decode(bytes, 0, bytes.length);
        case 'hex': {
          let text = '';
          for (let index = 0; index < bytes.length; index++) text += (bytes[index] < 16 ? '0' : '') + bytes[index].toString(16);
          return text;
        }
        case 'base64': return encodeBase64(bytes, false);
        case 'base64url': return encodeBase64(bytes, true);
        case 'ascii': {
          let text = '';
          for (let index = 0; index < bytes.length; index++) text += String.fromCharCode(bytes[index] & 127);
          return text;
        }
        case 'utf16le': {
          let text = '';
          for (let index = 0; index + 1 < bytes.length; index += 2) text += String.fromCharCode(bytes[index] | bytes[index + 1] << 8);
          return text;
        }
        default: return latin1Decode(bytes, 0, bytes.length);
      }
    }

    class Buffer extends Uint8Array {
      static get [Symbol.species]() { return Buffer; }
      static from(value, encodingOrOffset, length) {
        if (value instanceof String) value = '' + value;
        if (typeof value === 'string') return Buffer.wrap(encode(value, encodingOrOffset));
        if (value instanceof ArrayBuffer) return new Buffer(value, encodingOrOffset, length);
        if (ArrayBuffer.isView(value) || isArray(value)) {
          const copy = Buffer.alloc(value.length);
          for (let index = 0; index < value.length; index++) copy[index] = value[index];
          return copy;
        }
        if (value !== null && typeof value === 'object') {
          if (value.type === 'Buffer' && isArray(value.data)) return Buffer.from(value.data);
          if (typeof value.length === 'number') return Buffer.from(Array.from(value));
          const inner = value.valueOf();
          if (inner !== value && inner !== null && inner !== undefined) return Buffer.from(inner, encodingOrOffset, length);
        }
        const { coded, describe } = load('internal/errors');
        throw coded(new TypeError('The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array '
          + 'or an Array-like Object. Received ' + describe(value)), 'ERR_INVALID_ARG_TYPE');
      }
      static wrap(bytes) { return new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength); }
      static alloc(size, fill, encoding) {
        const buffer = new Buffer(checkSize(size));
        return fill === undefined ? buffer : buffer.fill(fill, 0, size, encoding);
      }
      static allocUnsafe(size) { return new Buffer(checkSize(size)); }
      static allocUnsafeSlow(size) { return new Buffer(checkSize(size)); }
      static isBuffer(value) { return value instanceof Buffer; }
      static isEncoding(encoding) {
        try {
          return typeof encoding === 'string' && encoding !== '' && normalEncoding(encoding) !== undefined;
        } catch {
          return false;
        }
      }
      static byteLength(value, encoding) { return typeof value === 'string' ? encode(value, encoding).length : value.byteLength; }
      static concat(list, total) {
        if (total === undefined) {
          total = 0;
          for (let index = 0; index < list.length; index++) total += list[index].length;
        }
        const result = Buffer.alloc(total);
        let offset = 0;
        for (let index = 0; index < list.length && offset < total; index++) {
          const part = list[index].subarray(0, total - offset);
          result.set(part, offset);
          offset += part.length;
        }
        return result;
      }
      static compare(left, right) {
        const count = Math.min(left.length, right.length);
        for (let index = 0; index < count; index++) {
          if (left[index] !== right[index]) return left[index] < right[index] ? -1 : 1;
        }
        return Math.sign(left.length - right.length);
      }
      toString(encoding, start = 0, end = this.length) { return decode(super.subarray(start, end), encoding); }
      toLocaleString(encoding, start, end) { return this.toString(encoding, start, end); }
      [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        let bytes = '';
        const shown = Math.min(this.length, 50);
        for (let index = 0; index < shown; index++) bytes += ' ' + (this[index] < 16 ? '0' : '') + this[index].toString(16);
        const left = this.length - shown;
        return '<Buffer' + (bytes || ' ') + (left > 0 ? ' ... ' + left + ' more byte' + (left > 1 ? 's' : '') : '') + '>';
      }
      toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
      equals(other) { return Buffer.compare(this, other) === 0; }
      compare(other) { return Buffer.compare(this, other); }
      slice(start, end) { return this.subarray(start, end); }
      copy(target, targetStart = 0, start = 0, end = this.length) {
        const part = super.subarray(start, Math.min(end, start + target.length - targetStart));
        target.set(part, targetStart);
        return part.length;
      }
      write(text, offset = 0, length, encoding) {
        if (typeof offset === 'string') [offset, encoding] = [0, offset];
        if (typeof length === 'string') [length, encoding] = [undefined, length];
        const bytes = encode(text, encoding);
        const part = bytes.subarray(0, Math.min(length === undefined ? Infinity : length, this.length - offset));
        this.set(part, offset);
        return part.length;
      }
      fill(value, start = 0, end = this.length, encoding) {
        if (typeof value !== 'string') return super.fill(value, start, end);
        const bytes = encode(value, typeof start === 'string' ? start : encoding);
        if (typeof start === 'string') start = 0;
        for (let index = start; index < end; index++) this[index] = bytes.length === 0 ? 0 : bytes[(index - start) % bytes.length];
        return this;
      }
      indexOf(value, offset = 0, encoding) {
        if (typeof value === 'number') return super.indexOf(value & 255, offset);
        const bytes = typeof value === 'string' ? encode(value, encoding) : value;
        if (offset < 0) offset += this.length;
        search: for (let start = Math.max(0, offset); start + bytes.length <= this.length; start++) {
          for (let index = 0; index < bytes.length; index++) if (this[start + index] !== bytes[index]) continue search;
          return start;
        }
        return -1;
      }
      lastIndexOf(value, offset = this.length, encoding) {
        if (typeof value === 'number') return super.lastIndexOf(value & 255, Math.min(offset, this.length - 1));
        const bytes = typeof value === 'string' ? encode(value, encoding) : value;
        if (offset < 0) offset += this.length;
        search: for (let start = Math.min(offset, this.length - bytes.length); start >= 0; start--) {
          for (let index = 0; index < bytes.length; index++) if (this[start + index] !== bytes[index]) continue search;
          return start;
        }
        return -1;
      }
      includes(value, offset, encoding) { return this.indexOf(value, offset, encoding) >= 0; }
      swap16() { return swap(this, 2); }
      swap32() { return swap(this, 4); }
      swap64() { return swap(this, 8); }
      readIntBE(offset, count) { return signed(this.readUIntBE(offset, count), count); }
      readIntLE(offset, count) { return signed(this.readUIntLE(offset, count), count); }
      writeIntBE(value, offset, count) { return this.writeUIntBE(value < 0 ? value + 256 ** count : value, offset, count); }
      writeIntLE(value, offset, count) { return this.writeUIntLE(value < 0 ? value + 256 ** count : value, offset, count); }
      readUIntBE(offset, count) {
        let value = 0;
        for (let index = 0; index < count; index++) value = value * 256 + this[offset + index];
        return value;
      }
      readUIntLE(offset, count) {
        let value = 0;
        for (let index = count - 1; index >= 0; index--) value = value * 256 + this[offset + index];
        return value;
      }
      writeUIntBE(value, offset, count) {
        for (let index = count - 1; index >= 0; index--, value = Math.floor(value / 256)) this[offset + index] = value % 256;
        return offset + count;
      }
      writeUIntLE(value, offset, count) {
        for (let index = 0; index < count; index++, value = Math.floor(value / 256)) this[offset + index] = value % 256;
        return offset + count;
      }
    }
    Buffer.poolSize = 8192;
    const signed = (value, count) => value >= 2 ** (8 * count - 1) ? value - 256 ** count : value;
    function checkSize(size) {
      const errors = load('internal/errors');
      if (typeof size !== 'number') throw errors.received('size', 'of type number', size);
      if (!(size >= 0 && size <= 2 ** 32)) throw errors.outOfRange('size', '>= 0 && <= 4294967296', size);
      return size;
    }
    function checkOffset(buffer, offset, width) {
      const errors = load('internal/errors');
      if (typeof offset !== 'number') throw errors.received('offset', 'of type number', offset);
      if (buffer.length < width) {
        throw errors.coded(new RangeError('Attempt to access memory outside buffer bounds'), 'ERR_BUFFER_OUT_OF_BOUNDS');
      }
      if (!(offset >= 0 && offset <= buffer.length - width) || offset % 1 !== 0) {
        throw errors.outOfRange('offset', '>= 0 and <= ' + (buffer.length - width), offset);
      }
    }
    // The range of an integer type, checked before it is written.
    function checkValue(name, width, value) {
      if (name[0] === 'F' || name[0] === 'D') return;
      const bits = BigInt(8 * width);
      const isUnsigned = name.indexOf('UInt') >= 0;
      const low = isUnsigned ? 0n : -(2n ** (bits - 1n));
      const high = isUnsigned ? 2n ** bits - 1n : 2n ** (bits - 1n) - 1n;
      if (value < low || value > high) throw load('internal/errors').outOfRange('value', '>= ' + low + ' and <= ' + high, value);
    }
    function swap(buffer, width) {
      for (let index = 0; index + width <= buffer.length; index += width) buffer.subarray(index, index + width).reverse();
      return buffer;
    }
    // Numbers of fixed width, by DataView, which checks the bounds.
    const kinds = [['UInt8', 'Uint8', 1], ['Int8', 'Int8', 1], ['UInt16', 'Uint16', 2], ['Int16', 'Int16', 2],
      ['UInt32', 'Uint32', 4], ['Int32', 'Int32', 4], ['BigUInt64', 'BigUint64', 8], ['BigInt64', 'BigInt64', 8],
      ['Float', 'Float32', 4], ['Double', 'Float64', 8]];
    for (let index = 0; index < kinds.length; index++) {
      const name = kinds[index][0];
      const type = kinds[index][1];
      const width = kinds[index][2];
      const view = (buffer) => new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
      const define = (suffix, isLittle) => {
        Object.defineProperty(Buffer.prototype, 'read' + name + suffix, {
          configurable: true, writable: true,
          value: function (offset = 0) {
            checkOffset(this, offset, width);
            return view(this)['get' + type](offset, isLittle);
          },
        });
        Object.defineProperty(Buffer.prototype, 'write' + name + suffix, {
          configurable: true, writable: true,
          value: function (value, offset = 0) {
            checkValue(name, width, value);
            checkOffset(this, offset, width);
            view(this)['set' + type](offset, value, isLittle);
            return offset + width;
          },
        });
      };
      if (width === 1) define('', true);
      else {
        define('LE', true);
        define('BE', false);
      }
    }
    // Names with `Uint`, which Node has too.
    Object.getOwnPropertyNames(Buffer.prototype).forEach((name) => {
      if (name.indexOf('UInt') < 0) return;
      Object.defineProperty(Buffer.prototype, name.replace('UInt', 'Uint'), {
        configurable: true, writable: true, value: Buffer.prototype[name],
      });
    });

    class Blob {
      constructor(parts = [], options = {}) {
        this.type = options.type || '';
        Object.defineProperty(this, '_bytes', { value: Buffer.concat(parts.map((part) => typeof part === 'string' ? Buffer.from(part)
          : part instanceof Blob ? part._bytes : Buffer.from(part))) });
      }
      get size() { return this._bytes.length; }
      slice(start, end, type = '') { return new Blob([this._bytes.subarray(start, end)], { type }); }
      async text() { return this._bytes.toString(); }
      async arrayBuffer() { return Uint8Array.from(this._bytes).buffer; }
    }
    function btoa(text) {
      text = '' + text;
      for (let index = 0; index < text.length; index++) {
        if (text.charCodeAt(index) > 255) throw new (load('internal/events').DOMException)('Invalid character', 'InvalidCharacterError');
      }
      return encodeBase64(units(text, 1), false);
    }
    const atob = (text) => {
      text = ('' + text).replace(/[\t\n\f\r ]/g, '');
      if (text.length % 4 === 0) text = text.replace(/={1,2}$/, '');
      if (text.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(text)) {
        throw new (load('internal/events').DOMException)('Invalid character', 'InvalidCharacterError');
      }
      const bytes = decodeBase64(text);
      return latin1Decode(bytes, 0, bytes.length);
    };
    const buffer = { Buffer, Blob, atob, btoa, constants: freeze({ MAX_LENGTH: 2 ** 32, MAX_STRING_LENGTH: 2 ** 29 }), kMaxLength: 2 ** 32 };
    buffer.default = buffer;
    return buffer;
  })
  """#
