/// Numbers and handles of open files, directories read one entry at a time, copies of trees.
///
/// The host opens nothing for longer than one message: a descriptor is a path, a place and flags, and each
/// read or write is a decision of its own.
let descriptorsSource = #"""
  (function (binding, load, primordials) {
    'use strict';
    const { Error, Map, Uint8Array, mapGet, mapSet, mapHas, mapDelete, Symbol, Math } = primordials;

    return function install(fs, promises, toPath) {
      const open = new Map();
      let next = 3;
      function entryOf(fd) {
        if (mapHas(open, fd)) return mapGet(open, fd);
        const error = new Error('EBADF: bad file descriptor');
        error.code = 'EBADF';
        error.errno = -9;
        throw error;
      }
      function flagsOf(flags) {
        if (flags === undefined || flags === null) return 'r';
        if (typeof flags === 'string') return flags.replace('s', '');
        const { O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND } = fs.constants;
        if ((flags & (O_WRONLY | O_RDWR)) === 0) return 'r';
        const exclusive = flags & O_EXCL ? 'x' : '';
        if (flags & O_APPEND) return 'a' + exclusive;
        return flags & (O_TRUNC | O_CREAT) ? 'w' + exclusive : 'r+';
      }
      fs.openSync = function openSync(path, flags, mode) {
        const file = { path: toPath(path), flags: flagsOf(flags), position: 0 };
        if (file.flags[0] === 'r') {
          if (fs.statSync(file.path).isDirectory() && file.flags !== 'r') fs.readFileSync(file.path);
        } else fs.writeFileSync(file.path, '', { flag: file.flags.replace('+', ''), mode });
        const fd = next++;
        mapSet(open, fd, file);
        return fd;
      };
      fs.closeSync = function closeSync(fd) {
        entryOf(fd);
        mapDelete(open, fd);
      };
      fs.fstatSync = (fd) => fs.statSync(entryOf(fd).path);
      fs.readSync = function readSync(fd, buffer, offset = 0, length, position) {
        const file = entryOf(fd);
        if (typeof offset === 'object' && offset !== null) ({ offset = 0, length, position } = offset);
        if (length === undefined) length = buffer.byteLength - offset;
        const isCurrent = typeof position !== 'number' && typeof position !== 'bigint';
        const start = isCurrent ? file.position : Number(position);
        const part = fs.readFileSync(file.path).subarray(start, start + length);
        new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(part, offset);
        if (isCurrent) file.position += part.length;
        return part.length;
      };
      fs.writeSync = function writeSync(fd, data, offset, length, position) {
        const file = entryOf(fd);
        let bytes;
        if (typeof data === 'string') {
          bytes = load('buffer').Buffer.from(data, typeof length === 'string' ? length : 'utf8');
          position = offset;
        } else {
          const start = offset || 0;
          const end = length === undefined ? data.byteLength : start + length;
          bytes = new Uint8Array(data.buffer, data.byteOffset + start, end - start);
        }
        write(file, bytes, position);
        return bytes.length;
      };
      // At the end of a file this is one message that appends; elsewhere the file is read and written anew.
      function write(file, bytes, position) {
        if (file.flags === 'r') {
          const error = new Error('EBADF: bad file descriptor, write');
          error.code = 'EBADF';
          error.syscall = 'write';
          throw error;
        }
        const start = typeof position === 'number' ? position : file.position;
        const size = file.flags[0] === 'a' ? -1 : fs.statSync(file.path).size;
        if (size < 0 || start === size) fs.appendFileSync(file.path, bytes);
        else {
          const before = fs.readFileSync(file.path);
          const after = new Uint8Array(Math.max(before.length, start + bytes.length));
          after.set(before);
          after.set(bytes, start);
          fs.writeFileSync(file.path, after, { flag: 'r+' });
        }
        if (typeof position !== 'number') file.position = start + bytes.length;
      }
      fs.fsyncSync = fs.fdatasyncSync = (fd) => { entryOf(fd); };

      const withCallback = (name) => (...parameters) => {
        const callback = parameters.pop();
        let result;
        try {
          result = fs[name + 'Sync'](...parameters);
        } catch (error) {
          load('process').nextTick(callback, error);
          return;
        }
        load('process').nextTick(callback, null, result, parameters[1]);
      };
      ['open', 'close', 'fstat', 'read', 'write', 'fsync', 'opendir', 'cp'].forEach((name) => { fs[name] = withCallback(name); });

      class FileHandle {
        constructor(fd) { Object.defineProperty(this, 'fd', { value: fd, enumerable: true }); }
        async readFile(options) { return fs.readFileSync(entryOf(this.fd).path, options); }
        async writeFile(data, options) { return fs.writeFileSync(entryOf(this.fd).path, data, options); }
        async appendFile(data, options) { return fs.appendFileSync(entryOf(this.fd).path, data, options); }
        async stat() { return fs.fstatSync(this.fd); }
        async truncate(length) { return fs.truncateSync(entryOf(this.fd).path, length); }
        async sync() { entryOf(this.fd); }
        async read(buffer, offset, length, position) {
          return { bytesRead: fs.readSync(this.fd, buffer, offset, length, position), buffer };
        }
        async write(data, offset, length, position) {
          return { bytesWritten: fs.writeSync(this.fd, data, offset, length, position), buffer: data };
        }
        async close() { fs.closeSync(this.fd); }
      }
      promises.open = async (path, flags, mode) => new FileHandle(fs.openSync(path, flags, mode));

      class Dir {
        constructor(path) {
          this.path = path;
          Object.defineProperty(this, '_entries', { value: fs.readdirSync(path, { withFileTypes: true }) });
        }
        readSync() { return this._entries.length === 0 ? null : this._entries.shift(); }
        async read() { return this.readSync(); }
        closeSync() {}
        async close() {}
        async *[Symbol.asyncIterator]() {
          for (let entry = this.readSync(); entry !== null; entry = this.readSync()) yield entry;
        }
      }
      fs.Dir = Dir;
      fs.opendirSync = (path) => new Dir(toPath(path));
      promises.opendir = async (path) => fs.opendirSync(path);

      fs.cpSync = function cpSync(source, destination, options = {}) {
        const [from, to] = [toPath(source, 'src'), toPath(destination, 'dest')];
        if (options.filter && !options.filter(from, to)) return;
        const status = fs.lstatSync(from);
        if (status.isDirectory()) {
          if (!options.recursive) {
            const error = new Error('Recursive option not enabled, cannot copy a directory: ' + from);
            error.code = 'ERR_FS_EISDIR';
            throw error;
          }
          fs.mkdirSync(to, { recursive: true });
          fs.readdirSync(from).forEach((name) => cpSync(from + '/' + name, to + '/' + name, options));
        } else if (status.isSymbolicLink()) fs.symlinkSync(fs.readlinkSync(from), to);
        else if (options.force !== false || !fs.existsSync(to)) fs.copyFileSync(from, to);
        else if (options.errorOnExist) {
          const error = new Error('Target already exists: ' + to);
          error.code = 'ERR_FS_CP_EEXIST';
          throw error;
        }
      };
      promises.cp = async (source, destination, options) => fs.cpSync(source, destination, options);
      fs.watch = fs.watchFile = fs.watchSync = () => {
        throw new Error('Permission denied: a plugin script cannot watch files');
      };
    };
  })
  """#
