/// URL and URLSearchParams after the WHATWG URL Standard, for what plugins meet: the host parses every
/// address again before it decides, so nothing here is trusted.
let urlInternalSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, indexOf, stringSlice, toLowerCase, split, push, join, Symbol } = primordials;
    const PORTS = { __proto__: null, 'http:': '80', 'https:': '443', 'ws:': '80', 'wss:': '443', 'ftp:': '21', 'file:': '' };
    const encodeBytes = (text) => new Uint8Array(binding.utf8Encode(text));

    // Percent-encodes what `keep` does not match.
    function percentEncode(text, keep) {
      let result = '';
      for (const character of text) {
        if (keep.test(character)) {
          result += character;
          continue;
        }
        const bytes = encodeBytes(character);
        for (let index = 0; index < bytes.length; index++) {
          result += '%' + (bytes[index] < 16 ? '0' : '') + bytes[index].toString(16).toUpperCase();
        }
      }
      return result;
    }
    function percentDecode(text) {
      const bytes = [];
      const source = encodeBytes(text);
      for (let index = 0; index < source.length; index++) {
        const hex = source[index] === 37 ? String.fromCharCode(source[index + 1], source[index + 2]) : '';
        if (/^[0-9a-fA-F]{2}$/.test(hex)) {
          push(bytes, parseInt(hex, 16));
          index += 2;
        } else push(bytes, source[index]);
      }
      const buffer = new Uint8Array(bytes);
      return binding.utf8Decode(buffer, 0, buffer.length);
    }
    const PATH = /^[!$%&'()*+,\-./0-9:;=@A-Z[\]^_a-z|~\\]$/;
    const QUERY = /^[!$%&()*+,\-./0-9:;=?@A-Z[\\\]^_`a-z{|}~]$/;
    const FRAGMENT = /^[!#$%&'()*+,\-./0-9:;=?@A-Z[\\\]^_a-z{|}~]$/;
    const USERINFO = /^[!$%&'()*+,\-.0-9A-Z_a-z~]$/;
    const FORM = /^[*\-.0-9A-Z_a-z]$/;

    function invalid(text) {
      const error = new TypeError('Invalid URL');
      error.code = 'ERR_INVALID_URL';
      error.input = text;
      return error;
    }
    function parseV4(host) {
      const parts = split(host, '.');
      if (parts.length > 1 && parts[parts.length - 1] === '') parts.length -= 1;
      const last = parts[parts.length - 1];
      if (!/^(\d+|0x[0-9a-f]*)$/i.test(last)) return undefined;
      const numbers = [];
      for (let index = 0; index < parts.length; index++) {
        const part = parts[index];
        const number = /^0x[0-9a-f]*$/i.test(part) ? (part.length === 2 ? 0 : parseInt(part, 16))
          : /^0[0-7]*$/.test(part) ? parseInt(part, 8) : /^[1-9]\d*$/.test(part) ? parseInt(part, 10) : NaN;
        push(numbers, number);
      }
      let value = numbers[numbers.length - 1];
      if (numbers.length > 4 || !(value < 256 ** (5 - numbers.length))) return null;
      for (let index = 0; index < numbers.length - 1; index++) {
        if (!(numbers[index] < 256)) return null;
        value += numbers[index] * 256 ** (3 - index);
      }
      return [value >>> 24, value >>> 16 & 255, value >>> 8 & 255, value & 255].join('.');
    }
    function parseHost(host, isSpecial, text) {
      if (host[0] === '[') {
        if (!/^\[[0-9a-f:.]+\]$/i.test(host)) throw invalid(text);
        return toLowerCase(host);
      }
      if (!isSpecial) return host;
      const decoded = toLowerCase(percentDecode(host)).normalize('NFC');
      if (decoded === '' || /[\u0000-\u0020#%/:<>?@[\\\]^|\u007f]/.test(decoded)) throw invalid(text);
      const address = parseV4(toASCII(decoded));
      if (address === null) throw invalid(text);
      return address === undefined ? toASCII(decoded) : address;
    }
    // A label beyond ASCII by RFC 3492; the host decides on the name it gets, and maps it anew.
    function punycode(label) {
      const points = Array.from(label, (character) => character.codePointAt(0));
      let output = '';
      for (let index = 0; index < points.length; index++) if (points[index] < 128) output += String.fromCharCode(points[index]);
      const basic = output.length;
      if (basic > 0) output += '-';
      let [current, delta, bias, done] = [128, 0, 72, basic];
      while (done < points.length) {
        let next = Infinity;
        for (let index = 0; index < points.length; index++) if (points[index] >= current && points[index] < next) next = points[index];
        delta += (next - current) * (done + 1);
        current = next;
        for (let index = 0; index < points.length; index++) {
          if (points[index] < current) delta += 1;
          if (points[index] !== current) continue;
          let rest = delta;
          for (let place = 36; ; place += 36) {
            const limit = place <= bias ? 1 : place >= bias + 26 ? 26 : place - bias;
            const digit = rest < limit ? rest : limit + (rest - limit) % (36 - limit);
            output += digit < 26 ? String.fromCharCode(97 + digit) : '' + (digit - 26);
            if (rest < limit) break;
            rest = Math.floor((rest - limit) / (36 - limit));
          }
          let scaled = Math.floor(delta / (done === basic ? 700 : 2));
          scaled += Math.floor(scaled / (done + 1));
          let steps = 0;
          for (; scaled > 455; steps += 36) scaled = Math.floor(scaled / 35);
          bias = steps + Math.floor(36 * scaled / (scaled + 38));
          delta = 0;
          done += 1;
        }
        delta += 1;
        current += 1;
      }
      return 'xn--' + output;
    }
    const toASCII = (host) => /^[\x00-\x7f]*$/.test(host) ? host
      : join(split(host, '.').map((label) => /^[\x00-\x7f]*$/.test(label) ? label : punycode(label)), '.');
    function resolvePath(path) {
      const names = split(path, '/');
      const kept = [];
      for (let index = 0; index < names.length; index++) {
        const name = names[index];
        const isLast = index === names.length - 1;
        const plain = toLowerCase(name).replaceAll('%2e', '.');
        if (plain === '..') {
          if (kept.length > 1) kept.length -= 1;
          if (isLast) push(kept, '');
        } else if (plain === '.') {
          if (isLast) push(kept, '');
        } else push(kept, name);
      }
      return join(kept, '/') || '/';
    }

    function parseURL(input, base) {
      const text = ('' + input).replace(/^[\u0000-\u0020]+|[\u0000-\u0020]+$/g, '').replace(/[\t\n\r]/g, '');
      const scheme = /^([A-Za-z][A-Za-z0-9+\-.]*):/.exec(text);
      const parts = { protocol: '', username: '', password: '', hostname: '', port: '', pathname: '', search: '', hash: '', opaque: false };
      let rest = text;
      if (scheme === null) {
        if (base === undefined) throw invalid(text);
        return relativeURL(text, base);
      }
      parts.protocol = toLowerCase(scheme[0]);
      rest = stringSlice(text, scheme[0].length);
      const isSpecial = parts.protocol in PORTS;
      if (isSpecial && base !== undefined && rest[0] !== '/' && rest[0] !== '\\' && parseURL(base).protocol === parts.protocol) {
        return relativeURL(rest, base);
      }
      const hash = indexOf(rest, '#');
      if (hash >= 0) {
        parts.hash = percentEncode(stringSlice(rest, hash + 1), FRAGMENT);
        rest = stringSlice(rest, 0, hash);
      }
      const query = indexOf(rest, '?');
      if (query >= 0) {
        parts.search = percentEncode(stringSlice(rest, query + 1), QUERY);
        rest = stringSlice(rest, 0, query);
      }
      if (isSpecial) rest = rest.replaceAll('\\', '/');
      if (isSpecial && parts.protocol !== 'file:') rest = '//' + rest.replace(/^\/*/, '');
      if (rest[0] === '/' && rest[1] === '/') {
        const end = indexOf(rest, '/', 2);
        let authority = end < 0 ? stringSlice(rest, 2) : stringSlice(rest, 2, end);
        rest = end < 0 ? '' : stringSlice(rest, end);
        const at = authority.lastIndexOf('@');
        if (at >= 0) {
          const login = stringSlice(authority, 0, at);
          const colon = indexOf(login, ':');
          parts.username = percentEncode(colon < 0 ? login : stringSlice(login, 0, colon), USERINFO);
          parts.password = colon < 0 ? '' : percentEncode(stringSlice(login, colon + 1), USERINFO);
          authority = stringSlice(authority, at + 1);
        }
        const port = /:(\d*)$/.exec(authority);
        if (port !== null) {
          authority = stringSlice(authority, 0, port.index);
          if (port[1] !== '') {
            const number = parseInt(port[1], 10);
            if (number > 65535) throw invalid(text);
            parts.port = '' + number === PORTS[parts.protocol] ? '' : '' + number;
          }
        }
        parts.hostname = authority === '' && !(isSpecial && parts.protocol !== 'file:') ? '' : parseHost(authority, isSpecial, text);
        parts.pathname = resolvePath(percentEncode(rest, PATH));
        if (!isSpecial && rest === '') parts.pathname = '';
      } else if (rest[0] === '/') {
        parts.pathname = resolvePath(percentEncode(rest, PATH));
      } else {
        parts.opaque = true;
        parts.pathname = percentEncode(rest, QUERY);
      }
      return parts;
    }
    function relativeURL(text, baseText) {
      const base = parseURL(baseText);
      const origin = base.protocol + '//' + (base.username === '' ? '' : base.username + (base.password === '' ? '' : ':' + base.password) + '@')
        + base.hostname + (base.port === '' ? '' : ':' + base.port);
      const query = base.search === '' ? '' : '?' + base.search;
      if (base.opaque) throw invalid(text);
      if (text === '') return parseURL(origin + base.pathname + query);
      const first = text[0] === '\\' ? '/' : text[0];
      if (first === '/' && (text[1] === '/' || text[1] === '\\')) return parseURL(base.protocol + text);
      if (first === '/') return parseURL(origin + text);
      if (first === '?') return parseURL(origin + base.pathname + text);
      if (first === '#') return parseURL(origin + base.pathname + query + text);
      return parseURL(origin + stringSlice(base.pathname, 0, base.pathname.lastIndexOf('/') + 1) + text);
    }

    const encodeForm = (text) => percentEncode(text, FORM).replaceAll('%20', '+');
    const decodeForm = (text) => percentDecode(text.replaceAll('+', ' '));

    class URLSearchParams {
      constructor(init = '', onChange) {
        this._list = [];
        if (typeof init === 'string') {
          const pairs = split(init[0] === '?' ? stringSlice(init, 1) : init, '&');
          for (let index = 0; index < pairs.length; index++) {
            if (pairs[index] === '') continue;
            const equals = indexOf(pairs[index], '=');
            push(this._list, equals < 0 ? [decodeForm(pairs[index]), '']
              : [decodeForm(stringSlice(pairs[index], 0, equals)), decodeForm(stringSlice(pairs[index], equals + 1))]);
          }
        } else if (typeof init[Symbol.iterator] === 'function') {
          for (const pair of init) push(this._list, ['' + pair[0], '' + pair[1]]);
        } else {
          const names = Object.keys(init);
          for (let index = 0; index < names.length; index++) push(this._list, [names[index], '' + init[names[index]]]);
        }
        Object.defineProperty(this, '_list', { enumerable: false });
        Object.defineProperty(this, '_changed', { value: onChange || (() => {}) });
      }
      get size() { return this._list.length; }
      append(name, value) {
        push(this._list, ['' + name, '' + value]);
        this._changed();
      }
      delete(name, value) {
        this._list.splice(0, this._list.length, ...this._list.filter((pair) => pair[0] !== name || (value !== undefined && pair[1] !== value)));
        this._changed();
      }
      get(name) {
        const pair = this._list.find((entry) => entry[0] === name);
        return pair === undefined ? null : pair[1];
      }
      getAll(name) { return this._list.filter((pair) => pair[0] === name).map((pair) => pair[1]); }
      has(name, value) { return this._list.some((pair) => pair[0] === name && (value === undefined || pair[1] === value)); }
      set(name, value) {
        const index = this._list.findIndex((pair) => pair[0] === name);
        if (index < 0) push(this._list, ['' + name, '' + value]);
        else {
          this._list[index][1] = '' + value;
          this._list.splice(0, this._list.length, ...this._list.filter((pair, place) => place === index || pair[0] !== name));
        }
        this._changed();
      }
      sort() {
        this._list.sort((left, right) => left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0);
        this._changed();
      }
      forEach(callback, self) { this._list.forEach((pair) => callback.call(self, pair[1], pair[0], this)); }
      keys() { return this._list.map((pair) => pair[0])[Symbol.iterator](); }
      values() { return this._list.map((pair) => pair[1])[Symbol.iterator](); }
      entries() { return this._list.map((pair) => [pair[0], pair[1]])[Symbol.iterator](); }
      [Symbol.iterator]() { return this.entries(); }
      toString() { return join(this._list.map((pair) => encodeForm(pair[0]) + '=' + encodeForm(pair[1])), '&'); }
      get [Symbol.toStringTag]() { return 'URLSearchParams'; }
      [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        const pairs = this._list.map((pair) => inspect(pair[0], options) + ' => ' + inspect(pair[1], options));
        return pairs.length === 0 ? 'URLSearchParams {}' : 'URLSearchParams { ' + join(pairs, ', ') + ' }';
      }
    }

    class URL {
      constructor(input, base) {
        Object.defineProperty(this, '_parts', {
          value: parseURL(input, base === undefined ? undefined : '' + base), writable: true,
        });
        Object.defineProperty(this, '_params', { value: undefined, writable: true });
      }
      static canParse(input, base) {
        try {
          return new URL(input, base) !== undefined;
        } catch {
          return false;
        }
      }
      static parse(input, base) { return URL.canParse(input, base) ? new URL(input, base) : null; }
      get protocol() { return this._parts.protocol; }
      get username() { return this._parts.username; }
      get password() { return this._parts.password; }
      get hostname() { return this._parts.hostname; }
      get port() { return this._parts.port; }
      get host() { return this.hostname + (this.port === '' ? '' : ':' + this.port); }
      get pathname() { return this._parts.pathname; }
      get search() { return this._parts.search === '' ? '' : '?' + this._parts.search; }
      get hash() { return this._parts.hash === '' ? '' : '#' + this._parts.hash; }
      get origin() { return this.protocol in PORTS && this.protocol !== 'file:' ? this.protocol + '//' + this.host : 'null'; }
      get href() {
        const parts = this._parts;
        const login = parts.username === '' && parts.password === '' ? ''
          : parts.username + (parts.password === '' ? '' : ':' + parts.password) + '@';
        const authority = parts.opaque || (parts.hostname === '' && parts.protocol !== 'file:') ? '' : '//' + login + this.host;
        return parts.protocol + authority + parts.pathname + this.search + this.hash;
      }
      get searchParams() {
        if (this._params === undefined) {
          this._params = new URLSearchParams(this._parts.search, () => { this._parts.search = this._params.toString(); });
        }
        return this._params;
      }
      set href(value) { this._parts = parseURL(value); this._params = undefined; }
      set protocol(value) { this._with((value + ':').replace(/:.*$/, ':') + stringSlice(this.href, this.protocol.length)); }
      set username(value) { this._parts.username = percentEncode('' + value, USERINFO); }
      set password(value) { this._parts.password = percentEncode('' + value, USERINFO); }
      set host(value) {
        const colon = /:(\d+)$/.exec(value);
        this.hostname = colon === null ? value : stringSlice(value, 0, colon.index);
        if (colon !== null) this.port = colon[1];
      }
      set hostname(value) { this._parts.hostname = parseHost('' + value, this.protocol in PORTS, '' + value); }
      set port(value) { this._parts.port = '' + value === PORTS[this.protocol] ? '' : '' + value; }
      set pathname(value) { this._parts.pathname = resolvePath(percentEncode(value[0] === '/' ? value : '/' + value, PATH)); }
      set search(value) {
        this._parts.search = percentEncode(value[0] === '?' ? stringSlice(value, 1) : '' + value, QUERY);
        this._params = undefined;
      }
      set hash(value) { this._parts.hash = percentEncode(value[0] === '#' ? stringSlice(value, 1) : '' + value, FRAGMENT); }
      _with(text) { this._parts = parseURL(text); }
      toString() { return this.href; }
      toJSON() { return this.href; }
      get [Symbol.toStringTag]() { return 'URL'; }
      [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
        const shown = {};
        const names = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'searchParams', 'hash'];
        for (let index = 0; index < names.length; index++) shown[names[index]] = this[names[index]];
        return 'URL ' + inspect(shown);
      }
    }
    return { URL, URLSearchParams, percentEncode, percentDecode, PATH };
  })
  """#

/// `url`.
let urlSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { TypeError, startsWith, freeze, indexOf } = primordials;
    const { URL, URLSearchParams, percentEncode, percentDecode, PATH } = load('internal/url');
    const url = {
      URL, URLSearchParams,
      fileURLToPath(value) {
        const parsed = typeof value === 'string' ? new URL(value) : value;
        if (parsed.protocol !== 'file:') throw load('internal/errors').coded(new TypeError('The URL must be of scheme file'), 'ERR_INVALID_URL_SCHEME');
        if (/%2f/i.test(parsed.pathname)) throw new TypeError('File URL path must not include encoded / characters');
        return percentDecode(parsed.pathname);
      },
      pathToFileURL(path) {
        const resolved = load('path').resolve(path);
        return new URL('file://' + percentEncode(resolved, PATH).replace(/%(?![0-9A-F]{2})/g, '%25'));
      },
      parse(text, withQuery) {
        let parsed;
        try {
          parsed = new URL(text);
        } catch {
          const match = /^([^?#]*)(\?[^#]*)?(#.*)?$/.exec(text);
          return { href: text, protocol: null, host: null, hostname: null, port: null, auth: null, pathname: match[1] || null,
            search: match[2] || null, path: (match[1] || '') + (match[2] || ''), hash: match[3] || null,
            query: withQuery ? load('querystring').parse((match[2] || '?').slice(1)) : (match[2] || '').slice(1) || null };
        }
        return { href: parsed.href, protocol: parsed.protocol, slashes: true, host: parsed.host, hostname: parsed.hostname,
          port: parsed.port || null, pathname: parsed.pathname, search: parsed.search || null, hash: parsed.hash || null,
          auth: parsed.username ? parsed.username + (parsed.password ? ':' + parsed.password : '') : null,
          path: parsed.pathname + parsed.search,
          query: withQuery ? load('querystring').parse(parsed.search.slice(1)) : parsed.search.slice(1) || null };
      },
      format: (value) => typeof value === 'string' ? value : value.href !== undefined ? value.href
        : (value.protocol ? value.protocol.replace(/:?$/, ':') + '//' : '') + (value.host || (value.hostname || '') + (value.port ? ':' + value.port : ''))
          + (value.pathname || '') + (value.search || '') + (value.hash || ''),
      resolve: (from, to) => new URL(to, new URL(from, 'resolve://')).href.replace(/^resolve:\/\//, ''),
      domainToASCII: (domain) => domain, domainToUnicode: (domain) => domain,
    };
    url.default = url;
    return freeze(url);
  })
  """#
