/// `fetch` and its classes; the request is the host's, each redirect decided there.
let fetchSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Promise, Error, TypeError, RangeError, Uint8Array, ArrayBuffer, Map, parse, stringify,
    toLowerCase, toUpperCase, trim, push, indexOf, join, isArray, Symbol } = primordials;
    const { ops } = binding;

    class Headers {
      constructor(init) {
        Object.defineProperty(this, '_list', { value: [] });
        if (init === undefined || init === null) return;
        if (init instanceof Headers) init.forEach((value, name) => this.append(name, value));
        else if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) this.append(pair[0], pair[1]);
        } else {
          const names = Object.keys(init);
          for (let index = 0; index < names.length; index++) this.append(names[index], init[names[index]]);
        }
      }
      append(name, value) {
        name = '' + name;
        value = trim('' + value);
        if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(name)) throw new TypeError('Header name "' + name + '" is not valid');
        if (/[\0\r\n]/.test(value)) throw new TypeError('The value of header "' + name + '" is not valid');
        push(this._list, [toLowerCase(name), value]);
      }
      set(name, value) {
        this.delete(name);
        this.append(name, value);
      }
      delete(name) {
        name = toLowerCase('' + name);
        for (let index = this._list.length - 1; index >= 0; index--) {
          if (this._list[index][0] === name) this._list.splice(index, 1);
        }
      }
      get(name) {
        name = toLowerCase('' + name);
        const values = [];
        for (let index = 0; index < this._list.length; index++) {
          if (this._list[index][0] === name) push(values, this._list[index][1]);
        }
        return values.length === 0 ? null : join(values, ', ');
      }
      getSetCookie() { return this._list.filter((pair) => pair[0] === 'set-cookie').map((pair) => pair[1]); }
      has(name) { return this.get(name) !== null; }
      _sorted() {
        const names = Array.from(new Set(this._list.map((pair) => pair[0]))).sort();
        return names.map((name) => [name, this.get(name)]);
      }
      forEach(callback, self) { this._sorted().forEach((pair) => callback.call(self, pair[1], pair[0], this)); }
      keys() { return this._sorted().map((pair) => pair[0])[Symbol.iterator](); }
      values() { return this._sorted().map((pair) => pair[1])[Symbol.iterator](); }
      entries() { return this._sorted()[Symbol.iterator](); }
      [Symbol.iterator]() { return this.entries(); }
      get [Symbol.toStringTag]() { return 'Headers'; }
      [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        return 'Headers ' + inspect(Object.fromEntries(this._sorted()));
      }
    }

    // The bytes of a body and the content type it brings.
    function toBody(body) {
      if (body === undefined || body === null) return { bytes: undefined, type: null };
      if (typeof body === 'string') return { bytes: binding.utf8Encode(body), type: 'text/plain;charset=UTF-8' };
      if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return { bytes: body, type: null };
      if (body instanceof load('internal/url').URLSearchParams) {
        return { bytes: binding.utf8Encode(body.toString()), type: 'application/x-www-form-urlencoded;charset=UTF-8' };
      }
      if (body instanceof FormData) return multipart(body);
      if (body instanceof load('buffer').Blob) return { bytes: body._bytes, type: body.type || null };
      return { bytes: binding.utf8Encode('' + body), type: 'text/plain;charset=UTF-8' };
    }

    class FormData {
      constructor() { Object.defineProperty(this, '_list', { value: [] }); }
      append(name, value, filename) {
        const isFile = value instanceof load('buffer').Blob;
        push(this._list, ['' + name, isFile ? value : '' + value, isFile ? filename || value.name || 'blob' : undefined]);
      }
      set(name, value, filename) {
        this.delete(name);
        this.append(name, value, filename);
      }
      delete(name) {
        for (let index = this._list.length - 1; index >= 0; index--) {
          if (this._list[index][0] === name) this._list.splice(index, 1);
        }
      }
      get(name) {
        const entry = this._list.find((pair) => pair[0] === name);
        return entry === undefined ? null : entry[1];
      }
      getAll(name) { return this._list.filter((pair) => pair[0] === name).map((pair) => pair[1]); }
      has(name) { return this._list.some((pair) => pair[0] === name); }
      forEach(callback, self) { this._list.forEach((pair) => callback.call(self, pair[1], pair[0], this)); }
      keys() { return this._list.map((pair) => pair[0])[Symbol.iterator](); }
      values() { return this._list.map((pair) => pair[1])[Symbol.iterator](); }
      entries() { return this._list.map((pair) => [pair[0], pair[1]])[Symbol.iterator](); }
      [Symbol.iterator]() { return this.entries(); }
      get [Symbol.toStringTag]() { return 'FormData'; }
    }
    // RFC 7578; names are escaped as browsers do.
    function multipart(form) {
      const { Buffer } = load('buffer');
      const boundary = '----bulkhead' + Buffer.from(binding.randomBytes(12)).toString('hex');
      const escape = (text) => text.replace(/\r?\n|\r/g, '%0D%0A').replace(/"/g, '%22');
      const parts = [];
      form._list.forEach((entry) => {
        let head = '--' + boundary + '\r\nContent-Disposition: form-data; name="' + escape(entry[0]) + '"';
        if (entry[2] !== undefined) {
          head += '; filename="' + escape(entry[2]) + '"\r\nContent-Type: ' + (entry[1].type || 'application/octet-stream');
        }
        push(parts, Buffer.from(head + '\r\n\r\n'), entry[2] === undefined ? Buffer.from(entry[1]) : entry[1]._bytes,
          Buffer.from('\r\n'));
      });
      push(parts, Buffer.from('--' + boundary + '--\r\n'));
      return { bytes: Buffer.concat(parts), type: 'multipart/form-data; boundary=' + boundary };
    }

    class Body {
      _initialise(bytes) {
        Object.defineProperty(this, '_bytes', { value: bytes, writable: true });
        Object.defineProperty(this, '_used', { value: false, writable: true });
      }
      get bodyUsed() { return this._used; }
      get body() {
        if (this._bytes === undefined) return null;
        const self = this;
        return {
          async *[Symbol.asyncIterator]() { yield new Uint8Array(self._take()); },
          getReader() {
            let isDone = false;
            return {
              async read() {
                if (isDone) return { done: true, value: undefined };
                isDone = true;
                return { done: false, value: new Uint8Array(self._take()) };
              },
              releaseLock() {}, async cancel() { isDone = true; },
            };
          },
        };
      }
      _take() {
        if (this._used) throw new TypeError('Body is unusable: it has already been read');
        this._used = true;
        const bytes = this._bytes;
        if (bytes === undefined) return new ArrayBuffer(0);
        if (bytes instanceof ArrayBuffer) return bytes;
        return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength).slice().buffer;
      }
      async arrayBuffer() { return this._take(); }
      async bytes() { return new Uint8Array(this._take()); }
      async text() {
        const buffer = this._take();
        return new (load('internal/encoding').TextDecoder)().decode(buffer);
      }
      async json() { return parse(await this.text()); }
      async blob() { return new (load('buffer').Blob)([new Uint8Array(this._take())], { type: this.headers.get('content-type') || '' }); }
    }

    class Request extends Body {
      constructor(input, init = {}) {
        super();
        const from = input instanceof Request ? input : undefined;
        const address = new (load('internal/url').URL)(from ? from.url : input);
        if (address.username !== '' || address.password !== '') throw new TypeError('Request cannot be constructed from a URL that includes credentials');
        this.url = address.href;
        this.method = toUpperCase('' + (init.method || (from && from.method) || 'GET'));
        this.headers = new Headers(init.headers || (from && from.headers));
        this.redirect = init.redirect || (from && from.redirect) || 'follow';
        this.signal = init.signal || (from && from.signal) || new (load('internal/events').AbortController)().signal;
        const body = toBody(init.body !== undefined ? init.body : from && from._bytes);
        if (body.bytes !== undefined && (this.method === 'GET' || this.method === 'HEAD')) throw new TypeError('Request with GET/HEAD method cannot have body');
        if (body.type !== null && !this.headers.has('content-type')) this.headers.append('content-type', body.type);
        this._initialise(body.bytes);
      }
      clone() { return new Request(this); }
    }

    class Response extends Body {
      constructor(body, init = {}) {
        super();
        const content = toBody(body);
        if (content.bytes !== undefined && [101, 204, 205, 304].indexOf(init.status) >= 0) {
          throw new TypeError('Response constructor: Invalid response status code ' + init.status);
        }
        this.status = init.status === undefined ? 200 : init.status;
        if (this.status !== 0 && (this.status < 200 || this.status > 599)) throw new RangeError('The status must be from 200 to 599');
        this.statusText = init.statusText || '';
        this.headers = new Headers(init.headers);
        this.url = '';
        this.redirected = false;
        this.type = 'default';
        if (content.type !== null && !this.headers.has('content-type')) this.headers.append('content-type', content.type);
        this._initialise(content.bytes);
      }
      get ok() { return this.status >= 200 && this.status <= 299; }
      clone() {
        const copy = new Response(this._bytes, this);
        copy.url = this.url;
        return copy;
      }
      static json(value, init = {}) {
        const response = new Response(stringify(value), init);
        response.headers.set('content-type', 'application/json');
        return response;
      }
      static error() {
        const response = new Response(null, { status: 0 });
        response.type = 'error';
        return response;
      }
      static redirect(address, status = 302) {
        if ([301, 302, 303, 307, 308].indexOf(status) < 0) throw new RangeError('Invalid status code ' + status);
        return new Response(null, { status, headers: { location: new (load('internal/url').URL)(address).href } });
      }
      get [Symbol.toStringTag]() { return 'Response'; }
    }

    function fromReply(buffer) {
      const bytes = new Uint8Array(buffer);
      const end = bytes.indexOf(0);
      const info = parse(binding.utf8Decode(buffer, 0, end));
      const response = new Response(null, { status: 200, statusText: info.statusText, headers: info.headers });
      response.status = info.status;
      response.url = info.url;
      response.redirected = info.redirected;
      response.type = 'basic';
      response._bytes = buffer.slice(end + 1);
      return response;
    }

    function fetch(input, init) {
      return new Promise((resolve, reject) => {
        const request = new Request(input, init);
        const signal = request.signal;
        if (signal && signal.aborted) {
          reject(signal.reason);
          return;
        }
        const headers = [];
        request.headers.forEach((value, name) => push(headers, [name, value]));
        let onAbort;
        const text = join([request.method, request.url, stringify(headers), request.redirect], '\0');
        const id = binding.post(ops.fetch, text, request._bytes, (error, buffer) => {
          if (signal && onAbort) signal.removeEventListener('abort', onAbort);
          if (signal && signal.aborted) {
            reject(signal.reason);
          } else if (error !== null) {
            const failure = new TypeError('fetch failed: ' + error.message);
            failure.cause = error;
            failure.code = error.code;
            reject(failure);
          } else {
            try {
              resolve(fromReply(buffer));
            } catch (failure) {
              reject(failure);
            }
          }
        });
        if (signal) {
          onAbort = () => {
            binding.send(ops.abort, '' + id);
            reject(signal.reason);
          };
          signal.addEventListener('abort', onAbort, { once: true });
        }
      });
    }
    return { fetch, FormData, Headers, Request, Response };
  })
  """#
