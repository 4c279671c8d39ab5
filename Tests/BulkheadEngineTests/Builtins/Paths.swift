extension Snippet {
  static let paths: [Snippet] = [
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.join('/a', '..', 'b', './c/', '//d'), path.join(), path.join(''), path.join('a', ''), path.join('..', '..', 'a'), path.join('/..', 'a'));
      """#,
      prints: #"""
        /b/c/d . . a ../../a /a
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.resolve('/a', 'b', '../c'), path.resolve('/a', '/b'), path.resolve('x') , path.resolve(''), path.resolve('/a/', '.'));
      """#,
      prints: #"""
        /a/c /b /project/x /project /a
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.normalize('/a//b/../c/.'), path.normalize('./a/../..'), path.normalize(''), path.normalize('a/'), path.normalize('/../a'), path.normalize('a/..'), path.normalize('./'));
      """#,
      prints: #"""
        /a/c .. . a/ /a . ./
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.dirname('/a/b'), path.dirname('/a'), path.dirname('a'), path.dirname(''), path.dirname('/'), path.dirname('/a/b/'), path.dirname('//a'));
      """#,
      prints: #"""
        /a / . . / /a //
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.basename('/a/b.txt'), path.basename('/a/b.txt', '.txt'), path.basename('/a/b/'), path.basename('.txt', '.txt'), path.basename('a.txt', 'xt'), path.basename('/'), path.basename(''));
      """#,
      prints: #"""
        b.txt b b  a.t  
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.extname('a.b.c'), path.extname('.bashrc'), path.extname('a.'), path.extname('a/b.c/d'), path.extname(''), path.extname('.a.b'), path.extname('..'), path.extname('a..b'));
      """#,
      prints: #"""
        .c  .   .b  .b
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.relative('/a/b/c', '/a/d'), path.relative('/a', '/a'), path.relative('/a', '/a/b'), path.relative('/a/b', '/'), path.relative('a', 'b/c'), path.relative('/foo/bar', '/foo/barbaz'));
      """#,
      prints: #"""
        ../../d  b ../.. ../b/c ../barbaz
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.isAbsolute('/a'), path.isAbsolute('a'), path.isAbsolute(''), path.sep, path.delimiter, path.posix === path);
      """#,
      prints: #"""
        true false false / : true
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.parse('/home/u/file.txt'), path.parse('file'), path.parse('/'), path.parse('.a'), path.parse('a/b.c/'));
      """#,
      prints: #"""
        {
          root: '/',
          dir: '/home/u',
          base: 'file.txt',
          ext: '.txt',
          name: 'file'
        } { root: '', dir: '', base: 'file', ext: '', name: 'file' } { root: '/', dir: '/', base: '', ext: '', name: '' } { root: '', dir: '', base: '.a', ext: '', name: '.a' } { root: '', dir: 'a', base: 'b.c', ext: '.c', name: 'b' }
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.format({ dir: '/a', base: 'b.c' }), path.format({ root: '/', name: 'x', ext: '.y' }), path.format({ root: '/', dir: '/', base: 'q' }), path.format({ name: 'n', ext: 'e' }));
      """#,
      prints: #"""
        /a/b.c /x.y /q n.e
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      try { path.join(1); } catch (error) { console.log(error.name, error.code, error.message); }
      """#,
      prints: #"""
        TypeError ERR_INVALID_ARG_TYPE The "path" argument must be of type string. Received type number (1)
        """#),
    Snippet(
      "path",
      #"""
      const path = require('path');
      console.log(path.toNamespacedPath('/a'));
      """#,
      prints: #"""
        /a
        """#),
    Snippet(
      "url",
      #"""
      const u = new URL('https://user:pa%20ss@Example.COM:8080/a/./b/../c?x=1&y=2#frag');
      console.log(u.href, u.origin, u.protocol, u.username, u.password, u.host, u.hostname, u.port, u.pathname, u.search, u.hash, String(u), JSON.stringify({ u }));
      """#,
      prints: #"""
        https://user:pa%20ss@example.com:8080/a/c?x=1&y=2#frag https://example.com:8080 https: user pa%20ss example.com:8080 example.com 8080 /a/c ?x=1&y=2 #frag https://user:pa%20ss@example.com:8080/a/c?x=1&y=2#frag {"u":"https://user:pa%20ss@example.com:8080/a/c?x=1&y=2#frag"}
        """#),
    Snippet(
      "url",
      #"""
      const v = new URL('https://user:pw@example.com:8080/a?x=1#f'); v.searchParams.append('z', 'a b&c'); v.pathname = '/new path'; v.hash = ''; v.port = '443'; v.hostname = 'other.org'; v.search = '?q=1'; v.username = ''; v.password = '';
      console.log(v.href, [...v.searchParams]);
      """#,
      prints: #"""
        https://other.org/new%20path?q=1 [ [ 'q', '1' ] ]
        """#),
    Snippet(
      "url",
      #"""
      for (const [i, b] of [['../x', 'http://a.com/b/c/d'], ['//h/p', 'https://a.com'], ['?q', 'http://a.com/b?c#d'], ['#h', 'http://a.com/b?c'], ['', 'http://a.com/b?c#d'], ['/abs', 'http://a.com/b/c'], ['x y', 'http://a.com/'], ['http:rel', 'http://a.com/b/'], ['http://[::1]:80/'], ['http://1.2.3/'], ['http://0x7f.1/'], ['http://a.com:80'], ['https://a.com:443/'], ['file:///a/../b'], ['data:text/plain,hi'], ['mailto:a@b.c'], ['http://ex%41mple.com'], ['http://a.com/%zz'], ['HTTP://A.com\\b'], ['http://münchen.de/ü?ü#ü'], ['  http://a.com  '], ['http://a.com/a\nb'], ['custom://host/path'], ['custom:opaque'], ['http://user@a.com'], ['http://a.com?q'], ['javascript:alert(1)'], ['http://256.1.1.1'], ['http://1'], ["http://a.com/'\"<>`{}|^"], ['http://a.com/?\'"<>`{}|^']]) { try { console.log(i, '->', new URL(i, b).href, new URL(i, b).origin); } catch (error) { console.log(i, '!', error.code, error.message); } }
      """#,
      prints: #"""
        ../x -> http://a.com/b/x http://a.com
        //h/p -> https://h/p https://h
        ?q -> http://a.com/b?q http://a.com
        #h -> http://a.com/b?c#h http://a.com
         -> http://a.com/b?c http://a.com
        /abs -> http://a.com/abs http://a.com
        x y -> http://a.com/x%20y http://a.com
        http:rel -> http://a.com/b/rel http://a.com
        http://[::1]:80/ -> http://[::1]/ http://[::1]
        http://1.2.3/ -> http://1.2.0.3/ http://1.2.0.3
        http://0x7f.1/ -> http://127.0.0.1/ http://127.0.0.1
        http://a.com:80 -> http://a.com/ http://a.com
        https://a.com:443/ -> https://a.com/ https://a.com
        file:///a/../b -> file:///b null
        data:text/plain,hi -> data:text/plain,hi null
        mailto:a@b.c -> mailto:a@b.c null
        http://ex%41mple.com -> http://example.com/ http://example.com
        http://a.com/%zz -> http://a.com/%zz http://a.com
        HTTP://A.com\b -> http://a.com/b http://a.com
        http://münchen.de/ü?ü#ü -> http://xn--mnchen-3ya.de/%C3%BC?%C3%BC#%C3%BC http://xn--mnchen-3ya.de
          http://a.com   -> http://a.com/ http://a.com
        http://a.com/a
        b -> http://a.com/ab http://a.com
        custom://host/path -> custom://host/path null
        custom:opaque -> custom:opaque null
        http://user@a.com -> http://user@a.com/ http://a.com
        http://a.com?q -> http://a.com/?q http://a.com
        javascript:alert(1) -> javascript:alert(1) null
        http://256.1.1.1 ! ERR_INVALID_URL Invalid URL
        http://1 -> http://0.0.0.1/ http://0.0.0.1
        http://a.com/'"<>`{}|^ -> http://a.com/'%22%3C%3E%60%7B%7D|^ http://a.com
        http://a.com/?'"<>`{}|^ -> http://a.com/?%27%22%3C%3E`{}|^ http://a.com
        """#),
    Snippet(
      "url",
      #"""
      for (const bad of ['nope', 'http://', 'http://a b', 'http://a:99999', 'http://[', '//x', '', 'http://a.com:x', 'http://%00']) { try { console.log(new URL(bad).href); } catch (error) { console.log(error.name, error.code, error.message, error.input); } }
      """#,
      prints: #"""
        TypeError ERR_INVALID_URL Invalid URL nope
        TypeError ERR_INVALID_URL Invalid URL http://
        TypeError ERR_INVALID_URL Invalid URL http://a b
        TypeError ERR_INVALID_URL Invalid URL http://a:99999
        TypeError ERR_INVALID_URL Invalid URL http://[
        TypeError ERR_INVALID_URL Invalid URL //x
        TypeError ERR_INVALID_URL Invalid URL 
        TypeError ERR_INVALID_URL Invalid URL http://a.com:x
        TypeError ERR_INVALID_URL Invalid URL http://%00
        """#),
    Snippet(
      "url",
      #"""
      const p = new URLSearchParams('a=1&b=2&a=3&c=%20+&d');
      console.log(p.get('a'), p.getAll('a'), p.has('b'), p.get('none'), [...p.keys()], p.toString(), p.size); p.delete('a'); p.set('b', 'é'); p.append('e', '&='); p.sort();
      console.log(p.toString(), [...p.entries()]);
      console.log(new URLSearchParams({ x: 1, y: [1, 2] }).toString(), new URLSearchParams([['a', 'b']]).toString(), new URLSearchParams(new Map([['k', 'v']])).toString(), new URLSearchParams('?q=1').toString(), new URLSearchParams(new URLSearchParams('r=2')).toString());
      """#,
      prints: #"""
        1 [ '1', '3' ] true null [ 'a', 'b', 'a', 'c', 'd' ] a=1&b=2&a=3&c=++&d= 5
        b=%C3%A9&c=++&d=&e=%26%3D [ [ 'b', 'é' ], [ 'c', '  ' ], [ 'd', '' ], [ 'e', '&=' ] ]
        x=1&y=1%2C2 a=b k=v q=1 r=2
        """#),
    Snippet(
      "url",
      #"""
      const url = require('url');
      console.log(url.fileURLToPath('file:///a%20b/c'), url.pathToFileURL('/a b/#?').href, URL.canParse('x'), URL.canParse('http://x'), url.URL === URL, url.format(new URL('http://a.com/b')), url.resolve('http://a.com/b/c', '../d'));
      """#,
      prints: #"""
        /a b/c file:///a%20b/%23%3F false true true http://a.com/b http://a.com/d
        """#),
    Snippet(
      "url",
      #"""
      const url = require('url');
      try { url.fileURLToPath('http://a'); } catch (e) { console.log(e.code, e.message); } const l = url.parse('http://u:p@h.com:8/p?q=1#f');
      console.log(l.protocol, l.host, l.port, l.pathname, l.query, l.hash, l.auth, l.href);
      console.log(url.parse('/a?b=1', true).query.b);
      """#,
      prints: #"""
        ERR_INVALID_URL_SCHEME The URL must be of scheme file
        http: h.com:8 8 /p q=1 #f u:p http://u:p@h.com:8/p?q=1#f
        1
        """#),
  ]
}
