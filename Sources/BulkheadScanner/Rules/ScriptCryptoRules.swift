import BulkheadSource
import BulkheadSyntax

extension Rules {
  /// Weak cryptography: worth a word, never a reason to refuse.
  static let scriptCrypto: [Rule] = [weakHash, weakCipher, oldTLS]

  static let weakHash = Rule(
    "crypto-weak-hash", .low,
    title: "uses a hash function or a random number that is broken",
    why:
      "Two texts with the same MD5 or SHA-1 can be made at will; pseudo-random bytes can be guessed.",
    help: "use SHA-256 and crypto.randomBytes",
    positives: ["require('crypto').createHash('md5');"],
    evasions: [
      "import { createHash as h } from 'node:crypto'; h('sh' + 'a1');",
      "const c = require('crypto'); c['createHash']('MD5');",
      "require('crypto').pseudoRandomBytes(8);",
    ],
    negatives: ["require('crypto').createHash('sha256');", "createHash('md5');"],
    check: .script { facts, report in
      for call in facts.calls {
        switch call.path {
        case "module:crypto.createHash", "module:crypto.createHmac", "module:crypto.hash":
          let name = facts.evaluator.value(call.arguments.first).string?.lowercased() ?? ""
          if ["md5", "md4", "md2", "sha1", "sha-1", "ripemd160", "rmd160"].contains(name) {
            report.add(call.span)
          }
        case "module:crypto.pseudoRandomBytes", "module:crypto.createCipher",
          "module:crypto.createDecipher":
          report.add(call.span)
        default: break
        }
      }
    })

  static let weakCipher = Rule(
    "crypto-weak-cipher", .low,
    title: "uses a cipher or mode that is broken, or none",
    why: "What it encrypts can be read, or changed, without the key.",
    help: "use aes-256-gcm with a random initialisation vector for each message",
    positives: ["require('crypto').createCipheriv('aes-128-ecb', key, null);"],
    evasions: [
      "import * as c from 'crypto'; c.createDecipheriv('de' + 's-cbc', k, iv);",
      "const c = require('crypto'); c.createCipheriv('aes-128-gcm', key, '');",
      "const { JWK, JWT } = require('jose'); JWT.verify(token, JWK.None);",
      "const jwt = require('jsonwebtoken'); jwt.verify(t, k, { algorithms: ['none'] });",
      "const grpc = require('grpc'); new C(a, grpc.credentials.createInsecure());",
    ],
    negatives: [
      "require('crypto').createCipheriv('aes-256-gcm', key, iv);",
      "createCipheriv('des', key, iv);",
      "const { JWT } = require('jose'); JWT.verify(token, key);",
    ],
    check: .script { facts, report in
      for call in facts.calls {
        let path = call.path ?? ""
        if path == "module:crypto.createCipheriv" || path == "module:crypto.createDecipheriv" {
          let name = facts.evaluator.value(call.arguments.first).string?.lowercased() ?? ""
          let isBroken =
            name.hasSuffix("-ecb") || name.hasPrefix("des") || name.hasPrefix("rc4")
            || name.hasPrefix("rc2") || name.hasPrefix("bf") || name.hasPrefix("blowfish")
          let vector = call.arguments.dropFirst(2).first
          if isBroken || facts.evaluator.value(vector).string == "" { report.add(call.span) }
        }
        if facts.evaluator.key(ofCallee: call) == "createInsecure"
          || path.hasSuffix(".createInsecure"),
          facts.imports.contains(where: { $0.module.contains("grpc") })
        {
          report.add(call.span)
        }
      }
      for node in facts.nodes(of: .memberExpression) where node.propertyName == "None" {
        if facts.evaluator.path(node)?.hasPrefix("module:jose") == true { report.add(node.span) }
      }
      for node in facts.nodes(of: .property) {
        guard let key = node.keyName, key == "algorithms" || key == "algorithm" || key == "alg",
          let value = node.value,
          facts.imports.contains(where: {
            $0.module.contains("jwt") || $0.module == "jsonwebtoken" || $0.module == "jose"
          }),
          facts.tree.text(value.span).lowercased().contains("none")
        else { continue }
        report.add(node.span)
      }
    })

  static let oldTLS = Rule(
    "crypto-old-tls", .low,
    title: "allows a version of TLS that is broken, or none at all",
    why: "SSL 2 and 3 and TLS 1.0 and 1.1 let others read the connection; FTP has no encryption.",
    help: "leave the versions at their defaults; use sftp",
    positives: ["require('https').createServer({ minVersion: 'TLSv1' }, app);"],
    evasions: [
      "const o = { secureProtocol: 'SSLv3' + '_method' }; require('tls').connect(o);",
      "const c = require('constants'); require('https').createServer({ secureOptions: c.SSL_OP_NO_SSLv3 }, app);",
      "const F = require('ftp'); const c = new F(); c.connect({ host });",
    ],
    negatives: [
      "require('https').createServer({ minVersion: 'TLSv1.2' }, app);",
      "const c = require('constants'); require('https').createServer({ secureOptions: c.SSL_OP_NO_SSLv3 | c.SSL_OP_NO_SSLv2 | c.SSL_OP_NO_TLSv1 }, app);",
      "client.connect({ host });",
    ],
    check: .script { facts, report in
      for node in facts.nodes(of: .property) {
        guard let key = node.keyName ?? facts.evaluator.value(node.key).string,
          let value = node.value
        else {
          continue
        }
        let text = facts.evaluator.value(value).string ?? ""
        if key == "minVersion" || key == "maxVersion" || key == "secureProtocol",
          [
            "TLSv1", "TLSv1.1", "TLSv1_method", "TLSv1_1_method", "SSLv3_method", "SSLv2_method",
            "SSLv23_method",
          ].contains(text)
        {
          report.add(node.span)
        }
        // Options that forbid some old versions allow the others.
        if key == "secureOptions" {
          let options = facts.tree.text(value.span)
          let forbidden = ["SSL_OP_NO_SSLv2", "SSL_OP_NO_SSLv3", "SSL_OP_NO_TLSv1"].count {
            options.contains($0)
          }
          if forbidden > 0, forbidden < 3 { report.add(node.span) }
        }
      }
      guard
        facts.imports.contains(where: {
          $0.module == "ftp" || $0.module == "basic-ftp" || $0.module == "jsftp"
        })
      else { return }
      for call in facts.calls where facts.evaluator.key(ofCallee: call) == "connect" {
        if call.arguments.first?.kind == .objectExpression { report.add(call.span) }
      }
    })
}
