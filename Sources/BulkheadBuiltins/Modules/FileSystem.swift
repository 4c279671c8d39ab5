/// `fs`: each call is one message; paths are resolved, decided and used by the host.
let fsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Promise, Error, TypeError, Uint8Array, ArrayBuffer, parse, indexOf, startsWith, freeze,
    defineProperty, create, Date, stringSlice, isArray } = primordials;
    const { call, callText, post, ops, utf8Encode, utf8Decode } = binding;

    const { received, invalid } = load('internal/errors');
    function toPath(value, name = 'path') {
      if (typeof value !== 'string') {
        if (value instanceof Uint8Array) value = utf8Decode(value, 0, value.byteLength);
        else if (value !== null && typeof value === 'object' && value.protocol === 'file:') {
          value = load('url').fileURLToPath(value);
        } else throw received(name, 'of type string or an instance of Buffer or URL', value);
      }
      if (indexOf(value, '\0') >= 0) {
        throw invalid(name, 'must be a string, Uint8Array, or URL without null bytes', value);
      }
      return value;
    }
    function encodingOf(options) {
      const encoding = typeof options === 'string' ? options : options ? options.encoding : undefined;
      if (encoding === undefined || encoding === null || encoding === 'buffer') return undefined;
      if (!load('buffer').Buffer.isEncoding(encoding)) throw invalid('encoding', 'is invalid encoding', encoding);
      return encoding;
    }
    function toBytes(data, options) {
      if (typeof data === 'string') {
        const encoding = encodingOf(options);
        if (encoding === undefined || encoding === 'utf8' || encoding === 'utf-8') return utf8Encode(data);
        return load('buffer').Buffer.from(data, encoding);
      }
      if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return data;
      throw received('data', 'of type string or an instance of Buffer, TypedArray, or DataView', data);
    }
    function fromBytes(buffer, options) {
      const encoding = encodingOf(options);
      if (encoding === 'utf8' || encoding === 'utf-8') return utf8Decode(buffer, 0, buffer.byteLength);
      const bytes = load('buffer').Buffer.from(buffer);
      return encoding === undefined ? bytes : bytes.toString(encoding);
    }
    const octal = (mode, fallback) => {
      if (mode === undefined || mode === null) return fallback;
      return typeof mode === 'string' ? mode : mode.toString(8);
    };
    const flag = (value) => value ? '1' : '0';

    class Stats {
      constructor(status) {
        const kinds = { file: 0o100000, directory: 0o040000, symlink: 0o120000, other: 0 };
        this.dev = status.dev;
        this.ino = status.ino;
        this.mode = status.mode & 0o7777 | kinds[status.type];
        this.nlink = status.nlink;
        this.uid = status.uid;
        this.gid = status.gid;
        this.size = status.size;
        this.atimeMs = status.atimeMs;
        this.mtimeMs = status.mtimeMs;
        this.ctimeMs = status.ctimeMs;
        this.birthtimeMs = status.birthtimeMs;
        this.atime = new Date(status.atimeMs);
        this.mtime = new Date(status.mtimeMs);
        this.ctime = new Date(status.ctimeMs);
        this.birthtime = new Date(status.birthtimeMs);
        defineProperty(this, 'type', { value: status.type });
      }
      isFile() { return this.type === 'file'; }
      isDirectory() { return this.type === 'directory'; }
      isSymbolicLink() { return this.type === 'symlink'; }
      isFIFO() { return false; }
      isSocket() { return false; }
      isBlockDevice() { return false; }
      isCharacterDevice() { return false; }
    }
    class Dirent {
      constructor(name, parentPath, type) {
        this.name = name;
        this.parentPath = parentPath;
        this.path = parentPath;
        defineProperty(this, 'type', { value: type });
      }
      isFile() { return this.type === 'file'; }
      isDirectory() { return this.type === 'directory'; }
      isSymbolicLink() { return this.type === 'symlink'; }
      isFIFO() { return false; }
      isSocket() { return false; }
      isBlockDevice() { return false; }
      isCharacterDevice() { return false; }
    }

    const text = (buffer) => utf8Decode(buffer, 0, buffer.byteLength);
    const nothing = () => undefined;

    // Each operation: what it sends, and what it makes of the answer.
    const operations = {
      __proto__: null,
      readFile: (path, options) => {
        encodingOf(options);
        return { op: ops.readFile, text: toPath(path), result: (buffer) => fromBytes(buffer, options) };
      },
      writeFile: (path, data, options) => ({
        op: ops.writeFile,
        text: toPath(path) + '\0' + ((options && options.flag) || 'w') + '\0' + octal(options && options.mode, '666'),
        bytes: toBytes(data, options), result: nothing,
      }),
      appendFile: (path, data, options) => ({
        op: ops.writeFile,
        text: toPath(path) + '\0' + ((options && options.flag) || 'a') + '\0' + octal(options && options.mode, '666'),
        bytes: toBytes(data, options), result: nothing,
      }),
      stat: (path, options) => ({
        op: ops.stat, text: toPath(path) + '\x001', result: (buffer) => new Stats(parse(text(buffer))),
        quiet: options && options.throwIfNoEntry === false,
      }),
      lstat: (path, options) => ({
        op: ops.stat, text: toPath(path) + '\x000', result: (buffer) => new Stats(parse(text(buffer))),
        quiet: options && options.throwIfNoEntry === false,
      }),
      readdir: (path, options) => {
        const directory = toPath(path);
        const typed = options && options.withFileTypes;
        return {
          op: ops.readdir, text: directory + '\0' + flag(options && options.recursive),
          result(buffer) {
            const entries = parse(text(buffer));
            for (let index = 0; index < entries.length; index++) {
              const entry = entries[index];
              if (!typed) {
                entries[index] = entry[0];
                continue;
              }
              const slash = entry[0].lastIndexOf('/');
              const parent = slash < 0 ? directory : directory + '/' + stringSlice(entry[0], 0, slash);
              entries[index] = new Dirent(stringSlice(entry[0], slash + 1), parent, entry[1]);
            }
            return entries;
          },
        };
      },
      mkdir: (path, options) => ({
        op: ops.mkdir,
        text: toPath(path) + '\0' + flag(options && options.recursive) + '\0'
          + octal(typeof options === 'object' && options !== null ? options.mode : options, '777'),
        result: (buffer) => buffer.byteLength === 0 ? undefined : text(buffer),
      }),
      rm: (path, options) => ({
        op: ops.rm,
        text: toPath(path) + '\0' + flag(options && options.recursive) + '\0' + flag(options && options.force),
        result: nothing,
      }),
      rmdir: (path, options) => options && options.recursive
        ? operations.rm(path, { recursive: true, force: false })
        : { op: ops.rmdir, text: toPath(path), result: nothing },
      unlink: (path) => ({ op: ops.unlink, text: toPath(path), result: nothing }),
      rename: (from, to) => ({
        op: ops.rename, text: toPath(from, 'oldPath') + '\0' + toPath(to, 'newPath'), result: nothing,
      }),
      copyFile: (from, to, mode) => ({
        op: ops.copyFile, text: toPath(from, 'src') + '\0' + toPath(to, 'dest') + '\0' + (mode | 0), result: nothing,
      }),
      access: (path, mode) => ({
        op: ops.access, text: toPath(path) + '\0' + (mode === undefined ? 0 : mode | 0), result: nothing,
      }),
      realpath: (path) => ({ op: ops.realpath, text: toPath(path), result: text }),
      truncate: (path, length) => ({
        op: ops.truncate, text: toPath(path) + '\0' + (length || 0), result: nothing,
      }),
      chmod: (path, mode) => ({
        op: ops.chmod, text: toPath(path) + '\0' + octal(mode, '644'), result: nothing,
      }),
      mkdtemp: (prefix) => ({ op: ops.mkdtemp, text: toPath(prefix, 'prefix'), result: text }),
      symlink: (target, path) => ({
        op: ops.symlink, text: toPath(target, 'target') + '\0' + toPath(path), result: nothing,
      }),
      readlink: (path) => ({ op: ops.readlink, text: toPath(path), result: text }),
    };

    function sync(request) {
      try {
        return request.result(call(request.op, request.text, request.bytes));
      } catch (error) {
        if (request.quiet && error.code === 'ENOENT') return undefined;
        throw error;
      }
    }
    const promised = (request) => new Promise((resolve, reject) => {
      post(request.op, request.text, request.bytes, (error, buffer) => {
        if (error !== null) {
          if (request.quiet && error.code === 'ENOENT') resolve(undefined);
          else reject(error);
          return;
        }
        try {
          resolve(request.result(buffer));
        } catch (failure) {
          reject(failure);
        }
      });
    });

    const fs = {};
    const promises = {};
    const names = ['readFile', 'writeFile', 'appendFile', 'stat', 'lstat', 'readdir', 'mkdir', 'rm', 'rmdir', 'unlink',
      'rename', 'copyFile', 'access', 'realpath', 'truncate', 'chmod', 'mkdtemp', 'symlink', 'readlink'];
    for (let index = 0; index < names.length; index++) {
      const name = names[index];
      const make = operations[name];
      fs[name + 'Sync'] = (first, second, third) => sync(make(first, second, third));
      promises[name] = async (first, second, third) => promised(make(first, second, third));
      fs[name] = (...parameters) => {
        const callback = parameters[parameters.length - 1];
        if (typeof callback !== 'function') throw received('cb', 'of type function', parameters.length > make.length ? callback : parameters[make.length]);
        parameters.length -= 1;
        const request = make(parameters[0], parameters[1], parameters[2]);
        post(request.op, request.text, request.bytes, (error, buffer) => {
          if (error !== null) callback(error);
          else if (request.result === nothing) callback(null);
          else callback(null, request.result(buffer));
        });
      };
    }

    // The call that plugins make most goes straight to the host.
    fs.readFileSync = function readFileSync(path, options) {
      if (options === 'utf8' || options === 'utf-8') return callText(ops.readFile, toPath(path));
      return sync(operations.readFile(path, options));
    };
    fs.existsSync = function existsSync(path) {
      try {
        call(ops.access, toPath(path) + '\x000');
        return true;
      } catch {
        return false;
      }
    };
    fs.exists = (path, callback) => {
      promised(operations.access(path)).then(() => callback(true), () => callback(false));
    };
    fs.realpathSync.native = fs.realpathSync;
    fs.realpath.native = fs.realpath;
    load('internal/descriptors')(fs, promises, toPath);
    fs.createWriteStream = (path, options) => new (load('internal/streams').FileWriter)(fs, toPath(path), options);
    fs.createReadStream = (path, options) => new (load('internal/streams').FileReader)(fs, toPath(path), options);

    const constants = freeze({
      F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1, COPYFILE_EXCL: 1, COPYFILE_FICLONE: 2, O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2,
      O_CREAT: 0o100, O_EXCL: 0o200, O_TRUNC: 0o1000, O_APPEND: 0o2000,
    });
    fs.constants = constants;
    fs.F_OK = 0;
    fs.R_OK = 4;
    fs.W_OK = 2;
    fs.X_OK = 1;
    promises.constants = constants;
    fs.promises = freeze(promises);
    fs.Stats = Stats;
    fs.Dirent = Dirent;
    fs.default = fs;
    return freeze(fs);
  })
  """#

/// `fs/promises`.
let fsPromisesSource = #"""
  (function (binding, load) { return load('fs').promises; })
  """#

/// Streams over whole files: enough for the plugins that use them, without a stream library.
let streamsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Promise, Uint8Array } = primordials;
    const EventEmitter = load('events');

    class FileWriter extends EventEmitter {
      constructor(fs, path, options) {
        super();
        this.path = path;
        this.fs = fs;
        this.bytesWritten = 0;
        this.flag = (options && options.flags) || 'w';
        this.queue = Promise.resolve();
      }
      write(chunk, encoding, callback) {
        const done = typeof encoding === 'function' ? encoding : callback;
        const bytes = typeof chunk === 'string'
          ? load('buffer').Buffer.from(chunk, typeof encoding === 'string' ? encoding : 'utf8') : chunk;
        this.queue = this.queue.then(async () => {
          await this.fs.promises.writeFile(this.path, bytes, { flag: this.flag });
          this.flag = 'a';
          this.bytesWritten += bytes.byteLength;
          if (done) done();
        });
        this.queue.catch((error) => this.emit('error', error));
        return true;
      }
      end(chunk, encoding, callback) {
        if (typeof chunk === 'function') callback = chunk;
        else if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
        else if (this.flag === 'w') this.write('');
        this.queue.then(() => {
          this.emit('finish');
          this.emit('close');
          if (callback) callback();
        }, () => {});
        return this;
      }
    }

    class FileReader extends EventEmitter {
      constructor(fs, path, options) {
        super();
        this.path = path;
        this.encoding = typeof options === 'string' ? options : options && options.encoding;
        this.contents = fs.promises.readFile(path).then((bytes) => {
          const start = (options && options.start) || 0;
          const end = options && options.end !== undefined ? options.end + 1 : bytes.length;
          return bytes.subarray(start, end);
        });
        this.contents.then((bytes) => {
          const size = 65536;
          for (let start = 0; start < bytes.length; start += size) {
            const chunk = bytes.subarray(start, start + size);
            this.emit('data', this.encoding ? chunk.toString(this.encoding) : chunk);
          }
          this.emit('end');
          this.emit('close');
        }, (error) => this.emit('error', error));
      }
      setEncoding(encoding) {
        this.encoding = encoding;
        return this;
      }
      pipe(target) {
        this.on('data', (chunk) => target.write(chunk));
        this.on('end', () => target.end && target.end());
        return target;
      }
      async *[Symbol.asyncIterator]() {
        const bytes = await this.contents;
        yield this.encoding ? bytes.toString(this.encoding) : bytes;
      }
    }

    return { FileWriter, FileReader };
  })
  """#
