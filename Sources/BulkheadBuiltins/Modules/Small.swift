/// `assert`, `querystring`, `string_decoder`, `crypto` and `module`: what plugins use of them.
let assertSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Error, Promise } = primordials;
    const util = load('util');
    class AssertionError extends Error {
      constructor({ message, actual, expected, operator }) {
        super(message);
        Object.defineProperty(this, 'name', { value: 'AssertionError', configurable: true, writable: true });
        this.generatedMessage = false;
        this.code = 'ERR_ASSERTION';
        this.actual = actual;
        this.expected = expected;
        this.operator = operator;
      }
    }
    function fail(message, actual, expected, operator, sentence) {
      if (message instanceof Error) throw message;
      const error = new AssertionError({
        message: message === undefined ? sentence : message, actual, expected, operator,
      });
      error.generatedMessage = message === undefined;
      throw error;
    }
    function assert(value, message) {
      if (!value) fail(message, value, true, '==', 'The expression evaluated to a falsy value:\n\n  ' + util.inspect(value));
    }
    const compare = (test, operator, words) => (actual, expected, message) => {
      if (!test(actual, expected)) {
        fail(message, actual, expected, operator, words + '\n\n' + util.inspect(actual) + '\n\n' + util.inspect(expected));
      }
    };
    // Equal as `==` says, at any depth.
    function looselyEqual(left, right) {
      if (left === null || right === null || typeof left !== 'object' || typeof right !== 'object') {
        return left == right || (left !== left && right !== right);
      }
      const names = Object.keys(left);
      return names.length === Object.keys(right).length && (left instanceof Map || left instanceof Set || left instanceof Date
        ? util.isDeepStrictEqual(left, right) : names.every((name) => name in right && looselyEqual(left[name], right[name])));
    }
    const not = (test) => (left, right) => !test(left, right);
    function matches(error, expected) {
      if (expected === undefined) return true;
      if (expected instanceof RegExp) return expected.test('' + error);
      if (typeof expected === 'function') return error instanceof expected || (expected.prototype === undefined && expected(error) === true);
      return Object.keys(expected).every((key) => expected[key] instanceof RegExp ? expected[key].test(error[key])
        : util.isDeepStrictEqual(error[key], expected[key]));
    }
    Object.assign(assert, {
      AssertionError, ok: (value, message) => assert(value, message),
      equal: compare((left, right) => left == right, '==', 'Expected values to be loosely equal:'),
      notEqual: compare((left, right) => left != right, '!=', 'Expected values to be loosely unequal:'),
      strictEqual: compare(Object.is, 'strictEqual', 'Expected values to be strictly equal:'),
      notStrictEqual: compare(not(Object.is), 'notStrictEqual', 'Expected "actual" to be strictly unequal to:'),
      deepEqual: compare(looselyEqual, 'deepEqual', 'Expected values to be loosely deep-equal:'),
      notDeepEqual: compare(not(looselyEqual), 'notDeepEqual', 'Expected "actual" not to be loosely deep-equal to:'),
      deepStrictEqual: compare(util.isDeepStrictEqual, 'deepStrictEqual', 'Expected values to be strictly deep-equal:'),
      notDeepStrictEqual: compare(not(util.isDeepStrictEqual), 'notDeepStrictEqual',
        'Expected "actual" not to be strictly deep-equal to:'),
      match: compare((text, pattern) => pattern.test(text), 'match', 'The input did not match the regular expression:'),
      doesNotMatch: compare((text, pattern) => !pattern.test(text), 'doesNotMatch',
        'The input was expected to not match the regular expression:'),
      fail: (message = 'Failed') => fail(message, undefined, undefined, 'fail'),
      throws(run, expected, message) {
        try {
          run();
        } catch (error) {
          if (!matches(error, expected)) throw error;
          return;
        }
        fail(message || 'Missing expected exception.', undefined, expected, 'throws');
      },
      async rejects(run, expected, message) {
        try {
          await (typeof run === 'function' ? run() : run);
        } catch (error) {
          if (!matches(error, expected)) throw error;
          return;
        }
        fail(message || 'Missing expected rejection.', undefined, expected, 'rejects');
      },
      doesNotReject: async (run) => { await (typeof run === 'function' ? run() : run); },
      doesNotThrow: (run) => run(),
      ifError: (value) => { if (value !== null && value !== undefined) throw value; },
    });
    assert.strict = assert;
    assert.default = assert;
    return assert;
  })
  """#

let querystringSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { isArray } = primordials;
    const decode = (text) => {
      try {
        return decodeURIComponent(text.replaceAll('+', ' '));
      } catch {
        return text;
      }
    };
    const querystring = {
      escape: encodeURIComponent, unescape: decode,
      parse(text, separator = '&', equals = '=') {
        const result = Object.create(null);
        for (const part of ('' + text).split(separator)) {
          if (part === '') continue;
          const place = part.indexOf(equals);
          const name = decode(place < 0 ? part : part.slice(0, place));
          const value = place < 0 ? '' : decode(part.slice(place + equals.length));
          if (result[name] === undefined) result[name] = value;
          else if (isArray(result[name])) result[name].push(value);
          else result[name] = [result[name], value];
        }
        return result;
      },
      stringify: (object, separator = '&', equals = '=') => Object.keys(object).map((name) => {
        const values = isArray(object[name]) ? object[name] : [object[name]];
        return values.map((value) => encodeURIComponent(name) + equals + encodeURIComponent(value === null || value === undefined ? '' : value)).join(separator);
      }).join(separator),
    };
    querystring.decode = querystring.parse;
    querystring.encode = querystring.stringify;
    querystring.default = querystring;
    return querystring;
  })
  """#

let stringDecoderSource = #"""
  (function (binding, load) {
    'use strict';
    const { Buffer } = load('buffer');
    class StringDecoder {
      constructor(encoding = 'utf8') {
        this.encoding = encoding;
        this._decoder = /^utf-?8$/i.test(encoding) ? new (load('internal/encoding').TextDecoder)('utf-8', { ignoreBOM: true }) : undefined;
      }
      write(bytes) {
        if (typeof bytes === 'string') return bytes;
        return this._decoder ? this._decoder.decode(bytes, { stream: true }) : Buffer.from(bytes).toString(this.encoding);
      }
      end(bytes) {
        const text = bytes === undefined ? '' : this.write(bytes);
        return this._decoder ? text + this._decoder.decode() : text;
      }
    }
    return { StringDecoder, default: { StringDecoder } };
  })
  """#

let cryptoSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, Error, Uint8Array, ArrayBuffer, freeze, Math } = primordials;
    const { Buffer } = load('buffer');
    function fill(target) {
      const bytes = new Uint8Array(target.buffer, target.byteOffset, target.byteLength);
      bytes.set(new Uint8Array(binding.randomBytes(bytes.length)));
      return target;
    }
    const randomBytes = (size, callback) => {
      const bytes = fill(Buffer.alloc(size));
      if (callback === undefined) return bytes;
      load('process').nextTick(callback, null, bytes);
    };
    function randomUUID() {
      const bytes = randomBytes(16);
      bytes[6] = bytes[6] & 15 | 64;
      bytes[8] = bytes[8] & 63 | 128;
      const hex = bytes.toString('hex');
      return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
    }
    // The name of an algorithm as the engine knows it.
    const plainName = (name) => ('' + name).toLowerCase().replace('-', '').replace(/^rsa/, '');
    const BLOCKS = { __proto__: null, md5: 64, sha1: 64, sha224: 64, sha256: 64, sha384: 128, sha512: 128 };
    function bytesOf(data, encoding) {
      if (typeof data === 'string') return Buffer.from(data, encoding);
      if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      throw load('internal/errors').received('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    }
    class Hash {
      constructor(algorithm, key) {
        const name = plainName(algorithm);
        if (BLOCKS[name] === undefined) {
          throw load('internal/errors').coded(new Error('Digest method not supported'), 'ERR_CRYPTO_INVALID_DIGEST');
        }
        Object.defineProperty(this, '_state', { value: { name, chunks: [], isDone: false, outer: undefined } });
        if (key === undefined) return;
        // HMAC, RFC 2104.
        let secret = bytesOf(key);
        if (secret.length > BLOCKS[name]) secret = new Uint8Array(binding.digest(name, secret));
        const [inner, outer] = [Buffer.alloc(BLOCKS[name], 0x36), Buffer.alloc(BLOCKS[name], 0x5c)];
        for (let index = 0; index < secret.length; index++) {
          inner[index] ^= secret[index];
          outer[index] ^= secret[index];
        }
        this._state.chunks.push(inner);
        this._state.outer = outer;
      }
      update(data, encoding) {
        const state = this._state;
        if (state.isDone) throw load('internal/errors').coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED');
        // A copy: the caller may go on to use its buffer.
        state.chunks.push(Buffer.from(bytesOf(data, encoding)));
        return this;
      }
      digest(encoding) {
        const state = this._state;
        if (state.isDone) throw load('internal/errors').coded(new Error('Digest already called'), 'ERR_CRYPTO_HASH_FINALIZED');
        state.isDone = true;
        let result = Buffer.from(binding.digest(state.name, Buffer.concat(state.chunks)));
        if (state.outer !== undefined) result = Buffer.from(binding.digest(state.name, Buffer.concat([state.outer, result])));
        return encoding === undefined || encoding === 'buffer' ? result : result.toString(encoding);
      }
      copy() {
        const copy = new Hash(this._state.name);
        copy._state.chunks.push(...this._state.chunks);
        copy._state.outer = this._state.outer;
        return copy;
      }
    }
    const subtle = freeze({
      async digest(algorithm, data) {
        const name = plainName(typeof algorithm === 'object' && algorithm !== null ? algorithm.name : algorithm);
        const digest = BLOCKS[name] === undefined || name === 'md5' || name === 'sha224' ? undefined
          : binding.digest(name, data instanceof ArrayBuffer ? data : bytesOf(data));
        if (digest === undefined) {
          throw new (load('internal/events').DOMException)('Unrecognized algorithm name', 'NotSupportedError');
        }
        return digest;
      },
    });
    const absent = (name) => () => {
      throw new Error("crypto." + name + ' is not available to a plugin script');
    };
    const crypto = {
      randomBytes, randomUUID, getRandomValues: fill, randomFillSync: fill,
      randomInt(low, high) {
        if (high === undefined) [low, high] = [0, low];
        return low + Math.floor(randomBytes(6).readUIntBE(0, 6) / 2 ** 48 * (high - low));
      },
      timingSafeEqual(left, right) {
        if (left.length !== right.length) throw new TypeError('Input buffers must have the same byte length');
        let difference = 0;
        for (let index = 0; index < left.length; index++) difference |= left[index] ^ right[index];
        return difference === 0;
      },
      createHash: (algorithm) => new Hash(algorithm), createHmac: (algorithm, key) => new Hash(algorithm, key),
      getHashes: () => Object.keys(BLOCKS),
      hash: (algorithm, data, encoding = 'hex') => new Hash(algorithm).update(data).digest(encoding),
      createCipheriv: absent('createCipheriv'),
      webcrypto: freeze({ getRandomValues: fill, randomUUID, subtle }), subtle,
    };
    crypto.default = crypto;
    return freeze(crypto);
  })
  """#

let moduleSource = #"""
  (function (binding, load) {
    'use strict';
    const modules = load('internal/modules');
    const module = {
      builtinModules: modules.builtinModules, isBuiltin: (name) => modules.builtinModules.indexOf(name.replace(/^node:/, '')) >= 0,
      createRequire: (from) => modules.createRequire(typeof from === 'string' && !from.startsWith('file:') ? from : load('url').fileURLToPath(from), false),
    };
    module.default = module;
    return module;
  })
  """#
