extension Snippet {
  static let crypto: [Snippet] = [
    Snippet(
      "crypto",
      #"""
      const { createHash } = require('crypto');
      for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'SHA-256', 'RSA-SHA256']) { try { console.log(name, createHash(name).update('').digest('hex'), createHash(name).update('abc').digest('base64')); } catch (error) { console.log(name, error.message); } }
      """#,
      prints: #"""
        md5 d41d8cd98f00b204e9800998ecf8427e kAFQmDzST7DWlj99KOF/cg==
        sha1 da39a3ee5e6b4b0d3255bfef95601890afd80709 qZk+NkcGgWq6PiVxeFDCbJzQ2J0=
        sha224 d14a028c2a3a2bc9476102bb288234c415a2b01f828ea62ac5b3e42f Iwl9IjQF2CKGQqR3vaJVsyqtvOS9oLP342ydpw==
        sha256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=
        sha384 38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da274edebfe76f65fbd51ad2f14898b95b ywB1P0WjXou1oD1pmsZQBycsMqsO3tFjGotgWkP/W+2AhgcroefMI1i67KE0yCWn
        sha512 cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e 3a81oZNherrMQXNJriBBMRLm+k6JqX6iCp7u5ktV05ohkpkqJ0/BqDa6PCOj/uu9RU1EI2Q86A4qmslPpUyknw==
        SHA-256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=
        RSA-SHA256 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=
        """#),
    Snippet(
      "crypto",
      #"""
      const { createHash } = require('crypto');
      for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']) { const all = createHash(name);
      for (let n = 0; n < 300; n++) all.update(createHash(name).update('x'.repeat(n)).digest());
      console.log(name, all.digest('base64')); }
      """#,
      prints: #"""
        md5 V1+docR7prLLqTPE585ezQ==
        sha1 TuVcXggr3WSRjOgeHBOJjPojCUE=
        sha224 P2SiUvWxMJnrwmrLdvqUaA+qAdEvKcLiaNJt7A==
        sha256 MGjIwI6ATCvhnLFtjxP7jL3/hBx4nQDOKN7WJGdLbVU=
        sha384 ExNMXjal9YVNvKPPA8oFs8CZRx5o41U3+ObwAsaFcjB9DtY07UZ9h8m5m8Of3y80
        sha512 CmpNkcnBJ+P/1J50jKxrWZ4c4QOfHZK9zc5X6RrMK30TqgGDmJtef9x6K4SpaNNQ0CLbJ7aMC0+i1x/bRVN8AA==
        """#),
    Snippet(
      "crypto",
      #"""
      const { createHmac } = require('crypto');
      for (const name of ['md5', 'sha1', 'sha256', 'sha512']) for (const length of [0, 3, 64, 65, 128, 129, 300]) console.log(name, length, createHmac(name, 'k'.repeat(length)).update('message').digest('base64').slice(0, 20));
      """#,
      prints: #"""
        md5 0 syeX6ktLkKXW/nRLM7l2
        md5 3 0djxBjyjn/fs7C/eZZVD
        md5 64 Wz6ZsXLzw7Wu2aMkxlup
        md5 65 3CPV2S1vH+s1ArYdcQI3
        md5 128 ZXrKro/VETndfTP0qeFW
        md5 129 NXxk9gGl2XQqU5uCGZj3
        md5 300 IY4hg4hK1/H9yuK9p2TB
        sha1 0 1dHtBRIUFyR2Fs/IN482
        sha1 3 NVBhyNTtPfw7ObWjodTJ
        sha1 64 Cgt6MUsQFznDVX9rXh3W
        sha1 65 notwEUOoLNwFmnKoYjDf
        sha1 128 fc3+bopyxYadH0M3iLvw
        sha1 129 AYSidUTon3jfYWZoqhkr
        sha1 300 ZL5fTtglqpIOJkRjvjDY
        sha256 0 6wjB9W1d3uB/e9+ARoCD
        sha256 3 AA6d+RL+DP449PuSGUeg
        sha256 64 iQ86FuDKCqo78YD3D6jj
        sha256 65 DCVlBTBq9IAVUwwTm7et
        sha256 128 ocHwY7tzXFQ8Cub3M3YB
        sha256 129 yGpARx+O78NqcjE6OUVU
        sha256 300 N+ujFpdKudTpF0BvKFE4
        sha512 0 CPzlL2OV1ZwqP7irsoHX
        sha512 3 O8/MKBzzW0HH/TEHsyGp
        sha512 64 TNG4Bu0OvcS48TmoHQgs
        sha512 65 gs5tclOQ5XzyY0cLuRFp
        sha512 128 gF8G1NbZySPxp+/XnKYq
        sha512 129 RfvIkjDEFjcjPuF7SQN4
        sha512 300 AcXEaJrGxJUptu3iK84K
        """#),
    Snippet(
      "crypto",
      #"""
      const { createHash } = require('crypto');
      const h = createHash('sha256').update('a');
      const c = h.copy();
      console.log(h.update('b').digest('hex').slice(0, 8), c.digest('latin1').length, createHash('sha1').update('6162', 'hex').digest('hex'), createHash('sha1').update(new Uint16Array([1, 2])).digest('hex'));
      try { h.digest(); } catch (error) { console.log(error.code, error.message); } try { h.update('x'); } catch (error) { console.log(error.code, error.message); } try { createHash('nope'); } catch (error) { console.log(error.message); } try { createHash('md5').update(5); } catch (error) { console.log(error.code); }
      """#,
      prints: #"""
        fb8e20fc 32 da23614e02469a0d7c7bd1bdab5c9c474b1904dc 13956061322e116317ea11972afb3262b3ef978a
        ERR_CRYPTO_HASH_FINALIZED Digest already called
        ERR_CRYPTO_HASH_FINALIZED Digest already called
        Digest method not supported
        ERR_INVALID_ARG_TYPE
        """#),
    Snippet(
      "crypto",
      #"""
      const { webcrypto } = require('crypto');
      for (const name of ['SHA-1', 'SHA-256', { name: 'sha-384' }, 'SHA-512']) console.log(Buffer.from(await webcrypto.subtle.digest(name, new TextEncoder().encode('abc'))).toString('hex').slice(0, 24));
      await webcrypto.subtle.digest('MD5', new Uint8Array(1)).catch((error) => console.log(error.name));
      """#,
      prints: #"""
        a9993e364706816aba3e2571
        ba7816bf8f01cfea414140de
        cb00753f45a35e8bb5a03d69
        ddaf35a193617abacc417349
        NotSupportedError
        """#),
  ]
}
