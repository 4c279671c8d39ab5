import BulkheadSource

extension Rules {
  /// Weak cryptography: worth a word, never a reason to refuse.
  static let pythonCrypto: [Rule] = [
    pythonWeakHash, pythonWeakCipher, pythonWeakKey, pythonOldTLS, pythonUncheckedTLS,
    pythonCleartext,
  ]

  static let pythonWeakHash = Rule(
    "python-crypto-weak-hash", .low, [.python],
    title: "uses a hash function that is broken",
    why: "Two texts with the same MD5 or SHA-1 can be made at will.",
    help: "use hashlib.sha256; for checks that are not about security add usedforsecurity=False",
    positives: ["import hashlib\nhashlib.md5(data)"],
    evasions: [
      "from hashlib import sha1 as h\nh(x)", "import hashlib\nhashlib.new('MD' + '5', x)",
      "from Crypto.Hash import MD5 as m\nm.new()",
      "from cryptography.hazmat.primitives import hashes\nhashes.SHA1()",
      "import hashlib\ngetattr(hashlib, 'md5')(x)",
    ],
    negatives: [
      "import hashlib\nhashlib.sha256(x)", "import hashlib\nhashlib.md5(x, usedforsecurity=False)",
      "import hashlib\nhashlib.new('sha256')", "md5(x)", "# hashlib.md5(x)",
    ],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        if ["hashlib.md5", "hashlib.sha1", "hashlib.md4", "md5.new", "sha.new"].contains(path) {
          let isMarked =
            facts.evaluator.keyword("usedforsecurity", of: call.node).map {
              facts.tree.source(of: $0) == "False"
            } ?? false
          if !isMarked { report.add(call.span) }
        } else if path == "hashlib.new" {
          let name = facts.argument(call, "name", 0).flatMap { facts.evaluator.value($0).text }
          if ["md4", "md5", "sha1", "sha", "md2"].contains(name?.lowercased()) {
            report.add(call.span)
          }
        } else if WeakNames.isHash(path) {
          report.add(call.span)
        } else if ["crypt.crypt", "crypt.mksalt"].contains(path) {
          let text = facts.tree.source(of: call.node)
          if ["METHOD_CRYPT", "METHOD_MD5", "METHOD_BLOWFISH"].contains(where: text.contains) {
            report.add(call.span)
          }
        }
      }
      for use in facts.tree.imports where WeakNames.isHash(use.path + ".new") {
        report.add(use.span)
      }
    })

  static let pythonWeakCipher = Rule(
    "python-crypto-weak-cipher", .low, [.python],
    title: "uses a cipher or mode that is broken",
    why: "What it encrypts can be read, or changed, without the key.",
    help: "use AES-GCM or ChaCha20-Poly1305, or the Fernet recipe of cryptography",
    positives: ["from Crypto.Cipher import DES\nDES.new(key, DES.MODE_ECB)"],
    evasions: [
      "from Cryptodome.Cipher import ARC4 as c\nc.new(k)",
      "from cryptography.hazmat.primitives.ciphers import algorithms as a\na.Blowfish(key)",
      "from cryptography.hazmat.primitives.ciphers.modes import ECB\nECB()",
      "from Crypto.Cipher import AES\nAES.new('', AES.MODE_CFB, iv)",
    ],
    negatives: [
      "from Crypto.Cipher import AES\nAES.new(key, AES.MODE_GCM)",
      "from cryptography.hazmat.primitives.ciphers import algorithms\nalgorithms.AES(key)",
    ],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        if WeakNames.isCipher(path) { report.add(call.span) }
        if path.hasSuffix("Cipher.AES.new") || path.hasSuffix("Ciphers.AES.new"),
          let key = call.arguments.first
        {
          let text = facts.tree.source(of: call.node)
          if facts.evaluator.value(key).text?.isEmpty == true || text.contains("MODE_ECB") {
            report.add(call.span)
          }
        }
      }
      for use in facts.tree.imports where WeakNames.isCipher(use.path + ".new") {
        report.add(use.span)
      }
    })

  static let pythonWeakKey = Rule(
    "python-crypto-weak-key", .low, [.python],
    title: "makes a key that is too short",
    why: "Keys of 1024 bits and less are broken, or will be within the life of the data.",
    help: "use 3072 bits for RSA, or Ed25519",
    positives: ["from Crypto.PublicKey import RSA\nRSA.generate(1024)"],
    evasions: [
      "from cryptography.hazmat.primitives.asymmetric import rsa\nrsa.generate_private_key(public_exponent=65537, key_size=512 + 512)",
      "from cryptography.hazmat.primitives.asymmetric import ec\nec.generate_private_key(ec.SECT163R2())",
    ],
    negatives: ["from Crypto.PublicKey import RSA\nRSA.generate(3072)", "random.generate(512)"],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        if path.hasSuffix("PublicKey.RSA.generate") || path.hasSuffix("PublicKey.DSA.generate") {
          isShort(facts.argument(call, "bits", 0), facts) ? report.add(call.span) : ()
        } else if path.hasSuffix("rsa.generate_private_key") {
          isShort(facts.argument(call, "key_size", 1), facts) ? report.add(call.span) : ()
        } else if path.hasSuffix("dsa.generate_private_key") {
          isShort(facts.argument(call, "key_size", 0), facts) ? report.add(call.span) : ()
        } else if path.hasSuffix("ec.generate_private_key") {
          let curve = facts.argument(call, "curve", 0).map { facts.tree.source(of: $0) } ?? ""
          if ["SECT163", "SECT192", "SECP192", "SECT233", "SECP160"].contains(where: curve.contains)
          {
            report.add(call.span)
          }
        }
      }
      for use in facts.tree.imports
      where use.path == "Crypto.PublicKey.DSA" || use.path == "Cryptodome.PublicKey.DSA" {
        report.add(use.span)
      }
    })

  private static func isShort(_ node: PythonTree.Index?, _ facts: PythonFacts) -> Bool {
    node.flatMap { facts.evaluator.value($0).number }.map { $0 < 2048 } ?? false
  }

  static let pythonOldTLS = Rule(
    "python-crypto-old-tls", .low, [.python],
    title: "asks for a version of TLS that is broken",
    why: "SSL 2 and 3 and TLS 1.0 and 1.1 let others read the connection.",
    help: "use ssl.create_default_context()",
    positives: ["import ssl\nssl.wrap_socket(s, ssl_version=ssl.PROTOCOL_SSLv3)"],
    evasions: [
      "from ssl import PROTOCOL_TLSv1 as v\nconnect(version=v)",
      "from OpenSSL import SSL\nSSL.Context(SSL.SSLv23_METHOD)",
      "import ssl\ndef f(version=ssl.PROTOCOL_SSLv2): pass",
    ],
    negatives: ["import ssl\nssl.PROTOCOL_TLSv1_2", "import ssl\nssl.create_default_context()"],
    check: .python { facts, report in
      let old: Set<String> = [
        "PROTOCOL_SSLv2", "PROTOCOL_SSLv3", "PROTOCOL_TLSv1", "PROTOCOL_TLSv1_1", "SSLv2_METHOD",
        "SSLv3_METHOD", "SSLv23_METHOD", "TLSv1_METHOD", "TLSv1_1_METHOD", "PROTOCOL_SSLv23",
      ]
      // Most texts name none of them.
      let isNamed = old.contains { facts.tree.names.existing($0) != nil }
      for raw in isNamed ? facts.tree.records.indices : 0..<0 {
        let node = PythonTree.Index(raw: Int32(truncatingIfNeeded: raw))
        let kind = facts.tree.kind(node)
        guard kind == .attribute || kind == .name else { continue }
        if kind == .attribute, old.contains(facts.tree.name(node)) {
          report.add(facts.tree.span(node))
        } else if kind == .name, let path = facts.evaluator.path(node), path.hasPrefix("ssl."),
          old.contains(String(path.dropFirst(4)))
        {
          report.add(facts.tree.span(node))
        }
      }
      for call in facts.calls(of: ["ssl.wrap_socket"])
      where facts.evaluator.keyword("ssl_version", of: call.node) == nil {
        report.add(call.span)
      }
    })

  static let pythonUncheckedTLS = Rule(
    "python-crypto-unchecked-tls", .medium, [.python],
    title: "does not check who it talks to",
    why: "Anybody on the way can read and change what is sent.",
    help: "leave the check on, and give the certificate of a private authority by verify=path",
    positives: ["import requests\nrequests.get(u, verify=False)"],
    evasions: [
      "import ssl\nssl._create_default_https_context = ssl._create_unverified_context",
      "import urllib3 as u\nu.PoolManager(cert_reqs='CERT_' + 'NONE')",
      "import ssl\nc = ssl.create_default_context()\nc.check_hostname = False",
      "import paramiko\nc = paramiko.SSHClient()\nc.set_missing_host_key_policy(paramiko.AutoAddPolicy())",
    ],
    negatives: [
      "import requests\nrequests.get(u, verify=True)",
      "import requests\nrequests.get(u, verify=path)",
      "image.save(verify=False)",
    ],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        if path.hasSuffix("._create_unverified_context") || path == "ssl._create_unverified_context"
        {
          report.add(call.span)
        }
        if let verify = facts.evaluator.keyword("verify", of: call.node),
          facts.tree.source(of: verify) == "False",
          ["requests", "httpx", "aiohttp"].contains(where: path.hasPrefix)
            || path.hasPrefix("?.")
              && facts.tree.imports.contains(where: { ["requests", "httpx"].contains($0.module) })
        {
          report.add(call.span)
        }
        if let level = facts.evaluator.keyword("cert_reqs", of: call.node) {
          let text = facts.evaluator.value(level).text ?? facts.tree.source(of: level)
          if text == "NONE" || ["CERT_NONE", "CERT_OPTIONAL"].contains(where: text.hasSuffix) {
            report.add(call.span)
          }
        }
        if path.hasSuffix("set_missing_host_key_policy"), let policy = call.arguments.first,
          ["AutoAddPolicy", "WarningPolicy"].contains(where: facts.tree.source(of: policy).contains)
        {
          report.add(call.span)
        }
      }
      for statement in facts.tree.statements where facts.tree.kind(statement.node) == .assignment {
        let parts = facts.tree.children(statement.node)
        guard let target = parts.first, let value = parts.last else { continue }
        let text = facts.tree.source(of: value)
        if facts.tree.kind(target) == .attribute,
          facts.tree.name(target) == "check_hostname" && text == "False"
            || facts.tree.name(target) == "verify_mode" && text.hasSuffix("CERT_NONE")
            || text.hasSuffix("_create_unverified_context")
        {
          report.add(facts.tree.span(statement.node))
        }
      }
    })

  static let pythonCleartext = Rule(
    "python-crypto-cleartext", .low, [.python],
    title: "talks to another host without encryption",
    why: "Anybody on the way can read and change what is sent.",
    help: "use https, or ssh instead of ftp and telnet",
    positives: ["import requests\nrequests.get('http://api.example.net/')"],
    evasions: [
      "from urllib.request import urlopen as u\nu('ht' + 'tp://a.example.net')",
      "import ftplib\nftplib.FTP('a.example.net')", "import telnetlib as t\nt.Telnet(h)",
      "import urllib.request\ndef f(url='ftp://a.example.net'):\n    urllib.request.urlopen(url)",
    ],
    negatives: [
      "import requests\nrequests.get('https://api.example.net/')",
      "import requests\nrequests.get('http://localhost:3000/')",
      "import requests\nrequests.get('http://127.0.0.1/')", "import ftplib\nftplib.FTP_TLS(h)",
    ],
    check: .python { facts, report in
      for call in facts.calls {
        guard let path = call.path else { continue }
        if path == "ftplib.FTP" || path == "telnetlib.Telnet" {
          report.add(call.span)
          continue
        }
        guard asksAddress(path) else { continue }
        for argument in call.arguments.prefix(2)
          + [facts.evaluator.keyword("url", of: call.node)].compactMap(\.self)
        {
          if isCleartext(argument, facts) {
            report.add(call.span)
            break
          }
        }
      }
    })

  private static func asksAddress(_ path: String) -> Bool {
    if PythonSinks.sends(path) { return true }
    return [
      "urllib.request.urlretrieve", "urllib.urlretrieve", "urllib.request.OpenerDirector().open",
      "urllib.request.URLopener().open", "urllib.request.URLopener().retrieve",
      "urllib.URLopener().open", "urllib.request.FancyURLopener().open", "requests.Request",
      "requests.head", "requests.options", "requests.patch", "requests.Session().head",
    ].contains(path)
  }

  private static func isCleartext(_ node: PythonTree.Index, _ facts: PythonFacts) -> Bool {
    var texts = [facts.evaluator.spelled(node)]
    if facts.tree.kind(node) == .name {
      let record = facts.tree.records[Int(node.raw)]
      for origin in facts.evaluator.bindings.origins(
        of: record.name, in: Int(facts.tree.nodeScopes[Int(node.raw)]))
      {
        if case .parameter(let scope, let position) = origin,
          let initial = facts.tree.scopes[scope].parameters[position].initial
        {
          texts.append(facts.evaluator.spelled(initial))
        }
      }
    }
    return texts.contains { text in
      guard let url = URLText(text), ["http", "ftp"].contains(url.scheme) else { return false }
      let host = url.host.lowercased()
      return !host.contains("\u{FFFC}")
        && !["localhost", "127.0.0.1", "::1", "0.0.0.0"].contains(host)
        && !host.hasSuffix(".local") && !host.hasSuffix(".localhost")
    }
  }
}

/// Names of broken algorithms in the usual packages.
private enum WeakNames {
  static func isHash(_ path: String) -> Bool {
    ends(
      path, in: ["Crypto.Hash.", "Cryptodome.Hash."],
      ["MD2.new", "MD4.new", "MD5.new", "SHA.new", "SHA1.new"])
      || ends(path, in: ["cryptography.hazmat.primitives.hashes."], ["MD5", "SHA1"])
  }

  static func isCipher(_ path: String) -> Bool {
    ends(
      path, in: ["Crypto.Cipher.", "Cryptodome.Cipher."],
      ["ARC2.new", "ARC4.new", "Blowfish.new", "DES.new", "DES3.new", "XOR.new", "CAST.new"])
      || ends(
        path,
        in: [
          "cryptography.hazmat.primitives.ciphers.algorithms.",
          "cryptography.hazmat.decrepit.ciphers.algorithms.",
        ], ["ARC4", "Blowfish", "CAST5", "IDEA", "SEED", "TripleDES", "RC2"])
      || path == "cryptography.hazmat.primitives.ciphers.modes.ECB"
  }

  private static func ends(_ path: String, in prefixes: [String], _ names: [String]) -> Bool {
    prefixes.contains { prefix in
      path.hasPrefix(prefix) && names.contains(String(path.dropFirst(prefix.count)))
    }
  }
}
