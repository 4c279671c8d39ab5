extension Snippet {
  static let files: [Snippet] = [
    Snippet(
      "fs sync",
      #"""
      const fs = require('fs');
      console.log(fs.readFileSync('/project/a.txt', 'utf8'), fs.readFileSync('/project/a.txt'), fs.readFileSync('/project/a.txt', { encoding: 'hex' }), fs.readFileSync(Buffer.from('/project/a.txt'), 'base64'), fs.readFileSync(new URL('file:///project/a.txt'), 'latin1'));
      console.log(fs.writeFileSync('/project/n', 'new'), fs.appendFileSync('/project/n', ' more'), fs.readFileSync('/project/n', 'utf8'), fs.existsSync('/project/n'), fs.existsSync('/project/none'));
      fs.writeFileSync('/project/n', Buffer.from([1, 2]));
      fs.writeFileSync('/project/n', new Uint8Array([3]), { flag: 'a' });
      console.log(fs.readFileSync('/project/n'));
      fs.writeFileSync('/project/n', '6869', 'hex');
      console.log(fs.readFileSync('/project/n', 'utf8'));
      const s = fs.statSync('/project/a.txt');
      console.log(s.isFile(), s.isDirectory(), s.isSymbolicLink(), s.size, typeof s.mtimeMs, s.mtime instanceof Date, (s.mode & 0o170000).toString(8), s.isFIFO(), s.isSocket(), typeof s.ino, s instanceof fs.Stats);
      console.log(fs.statSync('/project/dir').isDirectory(), fs.lstatSync('/project/link').isSymbolicLink(), fs.statSync('/project/link').isFile(), fs.statSync('/project/none', { throwIfNoEntry: false }), fs.readlinkSync('/project/link'), fs.realpathSync('/project/link'), fs.realpathSync.native('/project/link'));
      console.log(fs.readdirSync('/project').sort(), fs.readdirSync('/project/dir', { recursive: true }).sort(), fs.readdirSync('/project/dir', { withFileTypes: true }).map((d) => [d.name, d.isFile(), d.isDirectory(), d.isSymbolicLink(), d.parentPath ?? d.path, d.isFIFO()]));
      console.log(fs.mkdirSync('/project/m'), fs.mkdirSync('/project/x/y/z', { recursive: true }), fs.mkdirSync('/project/x', { recursive: true }), fs.rmdirSync('/project/m'), fs.rmSync('/project/x', { recursive: true }), fs.rmSync('/project/none', { force: true }));
      fs.renameSync('/project/n', '/project/o');
      fs.copyFileSync('/project/o', '/project/p');
      fs.truncateSync('/project/p', 1);
      fs.chmodSync('/project/p', 0o600);
      console.log(fs.readFileSync('/project/p', 'utf8'), (fs.statSync('/project/p').mode & 0o777).toString(8));
      fs.unlinkSync('/project/p');
      fs.accessSync('/project/o');
      fs.accessSync('/project/o', fs.constants.R_OK);
      const t = fs.mkdtempSync('/project/tmp-');
      console.log(t.startsWith('/project/tmp-'));
      fs.symlinkSync('a.txt', '/project/l2');
      console.log(fs.readFileSync('/project/l2', 'utf8'));
      fs.cpSync('/project/dir', '/project/copy', { recursive: true });
      console.log(fs.readdirSync('/project/copy', { recursive: true }).sort());
      console.log(typeof fs.promises.readFile, fs.constants.F_OK, fs.constants.W_OK, typeof fs.createReadStream, typeof fs.openSync, typeof fs.watch);
      """#,
      prints: #"""
        alpha
         <Buffer 61 6c 70 68 61 0a> 616c7068610a YWxwaGEK alpha

        undefined undefined new more true false
        <Buffer 01 02 03>
        hi
        true false false 6 number true 100000 false false number true
        true true true undefined a.txt /project/a.txt /project/a.txt
        [ 'a.txt', 'dir', 'link', 'n' ] [ 'b.txt', 'sub', 'sub/c.json' ] [
          [ 'b.txt', true, false, false, '/project/dir', false ],
          [ 'sub', false, true, false, '/project/dir', false ]
        ]
        undefined /project/x undefined undefined undefined undefined
        h 600
        true
        alpha

        [ 'b.txt', 'sub', 'sub/c.json' ]
        function 0 2 function function function
        """#),
    Snippet(
      "fs descriptors",
      #"""
      const fs = require('fs');
      const fd = fs.openSync('/project/w', 'w');
      console.log(typeof fd, fs.writeSync(fd, 'hello '), fs.writeSync(fd, Buffer.from('world')), fs.closeSync(fd));
      console.log(fs.readFileSync('/project/w', 'utf8'));
      const r = fs.openSync('/project/w', 'r');
      const b = Buffer.alloc(5);
      console.log(fs.readSync(r, b, 0, 5, 0), b.toString(), fs.readSync(r, b, 0, 5, 6), b.toString(), fs.fstatSync(r).size);
      fs.closeSync(r);
      """#,
      prints: #"""
        number 6 5 undefined
        hello world
        5 hello 5 world 11
        """#),
    Snippet(
      "fs errors",
      #"""
      const fs = require('fs');
      const show = (f) => { try { f();
      console.log('no error'); } catch (error) { console.log(error.name, error.code, error.errno, error.syscall, error.path, error.dest, error.message); } };
      show(() => fs.readFileSync('/project/none'));
      show(() => fs.readFileSync('/project/none', 'utf8'));
      show(() => fs.readFileSync('/project/dir'));
      show(() => fs.statSync('/project/none'));
      show(() => fs.lstatSync('/project/none'));
      show(() => fs.readdirSync('/project/none'));
      show(() => fs.readdirSync('/project/a.txt'));
      show(() => fs.mkdirSync('/project/dir'));
      show(() => fs.rmdirSync('/project/dir'));
      show(() => fs.unlinkSync('/project/none'));
      show(() => fs.renameSync('/project/none', '/project/x'));
      show(() => fs.copyFileSync('/project/none', '/project/x'));
      show(() => fs.accessSync('/project/none'));
      show(() => fs.realpathSync('/project/none'));
      show(() => fs.readlinkSync('/project/a.txt'));
      show(() => fs.writeFileSync('/project/no/x', ''));
      show(() => fs.writeFileSync('/project/a.txt', '', { flag: 'wx' }));
      show(() => fs.appendFileSync('/project/no/x', ''));
      show(() => fs.truncateSync('/project/none'));
      show(() => fs.symlinkSync('a', '/project/a.txt'));
      show(() => fs.chmodSync('/project/none', 0o600));
      show(() => fs.rmSync('/project/none'));
      show(() => fs.readFileSync(1.5));
      show(() => fs.readFileSync({}));
      show(() => fs.readFileSync('a\0b'));
      show(() => fs.writeFileSync('/project/q', {}));
      show(() => fs.readFile('/project/a.txt'));
      show(() => fs.readFileSync('/project/a.txt', 'nope'));
      await fs.promises.readFile('/project/none').catch((error) => console.log(error.code, error.message));
      await fs.promises.readFile(undefined).catch((error) => console.log(error.code));
      await fs.promises.stat('/project/none').catch((error) => console.log(error.syscall, error.path));
      """#,
      prints: #"""
        Error ENOENT -2 open /project/none undefined ENOENT: no such file or directory, open '/project/none'
        Error ENOENT -2 open /project/none undefined ENOENT: no such file or directory, open '/project/none'
        Error EISDIR -21 read undefined undefined EISDIR: illegal operation on a directory, read
        Error ENOENT -2 stat /project/none undefined ENOENT: no such file or directory, stat '/project/none'
        Error ENOENT -2 lstat /project/none undefined ENOENT: no such file or directory, lstat '/project/none'
        Error ENOENT -2 scandir /project/none undefined ENOENT: no such file or directory, scandir '/project/none'
        Error ENOTDIR -20 scandir /project/a.txt undefined ENOTDIR: not a directory, scandir '/project/a.txt'
        Error EEXIST -17 mkdir /project/dir undefined EEXIST: file already exists, mkdir '/project/dir'
        Error ENOTEMPTY -39 rmdir /project/dir undefined ENOTEMPTY: directory not empty, rmdir '/project/dir'
        Error ENOENT -2 unlink /project/none undefined ENOENT: no such file or directory, unlink '/project/none'
        Error ENOENT -2 rename /project/none /project/x ENOENT: no such file or directory, rename '/project/none' -> '/project/x'
        Error ENOENT -2 copyfile /project/none /project/x ENOENT: no such file or directory, copyfile '/project/none' -> '/project/x'
        Error ENOENT -2 access /project/none undefined ENOENT: no such file or directory, access '/project/none'
        Error ENOENT -2 lstat /project/none undefined ENOENT: no such file or directory, lstat '/project/none'
        Error EINVAL -22 readlink /project/a.txt undefined EINVAL: invalid argument, readlink '/project/a.txt'
        Error ENOENT -2 open /project/no/x undefined ENOENT: no such file or directory, open '/project/no/x'
        Error EEXIST -17 open /project/a.txt undefined EEXIST: file already exists, open '/project/a.txt'
        Error ENOENT -2 open /project/no/x undefined ENOENT: no such file or directory, open '/project/no/x'
        Error ENOENT -2 open /project/none undefined ENOENT: no such file or directory, open '/project/none'
        Error EEXIST -17 symlink a /project/a.txt EEXIST: file already exists, symlink 'a' -> '/project/a.txt'
        Error ENOENT -2 chmod /project/none undefined ENOENT: no such file or directory, chmod '/project/none'
        Error ENOENT -2 lstat /project/none undefined ENOENT: no such file or directory, lstat '/project/none'
        TypeError ERR_INVALID_ARG_TYPE undefined undefined undefined undefined The "path" argument must be of type string or an instance of Buffer or URL. Received type number (1.5)
        TypeError ERR_INVALID_ARG_TYPE undefined undefined undefined undefined The "path" argument must be of type string or an instance of Buffer or URL. Received an instance of Object
        TypeError ERR_INVALID_ARG_VALUE undefined undefined undefined undefined The argument 'path' must be a string, Uint8Array, or URL without null bytes. Received 'a\x00b'
        TypeError ERR_INVALID_ARG_TYPE undefined undefined undefined undefined The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView. Received an instance of Object
        TypeError ERR_INVALID_ARG_TYPE undefined undefined undefined undefined The "cb" argument must be of type function. Received undefined
        TypeError ERR_INVALID_ARG_VALUE undefined undefined undefined undefined The argument 'encoding' is invalid encoding. Received 'nope'
        ENOENT ENOENT: no such file or directory, open '/project/none'
        ERR_INVALID_ARG_TYPE
        stat /project/none
        """#),
    Snippet(
      "fs callbacks and promises",
      #"""
      const fs = require('fs');
      const { readFile } = require('node:fs/promises');
      await new Promise((done) => fs.readFile('/project/a.txt', 'utf8', (...a) => { console.log(a); done(); }));
      await new Promise((done) => fs.readFile('/project/none', (error, data) => { console.log(error.code, data); done(); }));
      await new Promise((done) => fs.stat('/project/a.txt', (error, s) => { console.log(error, s.size); done(); }));
      await new Promise((done) => fs.writeFile('/project/cb', 'x', (...a) => { console.log(a); done(); }));
      await new Promise((done) => fs.exists('/project/cb', (a) => { console.log(a); done(); }));
      await new Promise((done) => fs.mkdir('/project/cbd/e', { recursive: true }, (...a) => { console.log(a); done(); }));
      await new Promise((done) => fs.access('/project/none', (e) => { console.log(e.code); done(); }));
      console.log(await readFile('/project/a.txt', 'utf8'), await fs.promises.readdir('/project/dir'), await fs.promises.writeFile('/project/pw', 'z'), (await fs.promises.stat('/project/pw')).size, await fs.promises.access('/project/pw'), await fs.promises.mkdir('/project/pm', { recursive: true }), await fs.promises.rm('/project/pm', { recursive: true }), fs.promises === require('fs').promises, fs === require('node:fs'));
      const h = await fs.promises.open('/project/a.txt');
      console.log((await h.readFile('utf8')), (await h.stat()).size);
      await h.close();
      for await (const d of await fs.promises.opendir('/project/dir/sub')) console.log(d.name, d.isFile());
      """#,
      prints: #"""
        [ null, 'alpha\n' ]
        ENOENT undefined
        null 6
        [ null ]
        true
        [ null, '/project/cbd' ]
        ENOENT
        alpha
         [ 'b.txt', 'sub' ] undefined 1 undefined /project/pm undefined true true
        alpha
         6
        c.json true
        """#),
    Snippet(
      "fs streams",
      #"""
      const fs = require('fs');
      const w = fs.createWriteStream('/project/s'); w.write('one '); w.write(Buffer.from('two ')); w.end('three');
      await new Promise((r) => w.on('finish', r));
      console.log(fs.readFileSync('/project/s', 'utf8'), w.bytesWritten, w.path);
      const chunks = [];
      for await (const c of fs.createReadStream('/project/s', 'utf8')) chunks.push(c);
      console.log(chunks);
      await new Promise((r) => { const s = fs.createReadStream('/project/s', { start: 4, end: 6, encoding: 'utf8' });
      s.on('data', (d) => console.log('data', d));
      s.on('end', () => { console.log('end');
      r(); }); });
      await new Promise((r) => fs.createReadStream('/project/none').on('error', (e) => { console.log(e.code);
      r(); }));
      await new Promise((r) => fs.createReadStream('/project/s').pipe(fs.createWriteStream('/project/s2')).on('finish', r));
      console.log(fs.readFileSync('/project/s2', 'utf8'));
      """#,
      prints: #"""
        one two three 13 /project/s
        [ 'one two three' ]
        data two
        end
        ENOENT
        one two three
        """#),
  ]
}
