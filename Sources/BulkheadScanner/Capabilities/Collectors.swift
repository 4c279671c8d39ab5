/// Hosts that receive data from anybody for anybody.
enum Collectors {
  /// Request collectors, tunnels, paste sites and drop boxes without an account.
  private static let hosts: [String] = [
    "0x0.st", "anonfiles.com", "bashupload.com", "beeceptor.com", "bin.shortbin.eu", "bore.pub",
    "burpcollaborator.net", "canarytokens.com", "catbox.moe", "ceye.io", "dnslog.cn",
    "dpaste.com", "eobot.com", "file.io", "gofile.io", "hastebin.com", "hook.eu1.make.com",
    "hook.us1.make.com", "hookbin.com", "interact.sh", "interactsh.com", "ix.io", "lhr.life",
    "loca.lt", "localhost.run", "localtunnel.me", "ngrok-free.app", "ngrok.app", "ngrok.io",
    "oast.fun", "oast.live", "oast.me", "oast.online", "oast.pro", "oast.site", "oastify.com",
    "pagekite.me", "paste.ee", "pastebin.com", "pipedream.com", "pipedream.net", "ptsv2.com",
    "ptsv3.com", "rentry.co", "requestbin.com", "requestbin.net", "requestbin.org",
    "requestcatcher.com", "serveo.net", "telebit.io", "temp.sh", "termbin.com", "transfer.sh",
    "trycloudflare.com", "webhook.cool", "webhook.site", "xss.ht",
  ]

  /// The host, or one it is a part of, is a collector.
  static func contains(_ host: String) -> Bool {
    hosts.contains { host == $0 || host.hasSuffix("." + $0) }
  }

  /// The collector an address leads to; the paths of webhooks in messengers among them.
  static func host(in address: String) -> String? {
    guard let url = URLText(address) else { return nil }
    let host = url.host.lowercased()
    if contains(host) { return host }
    let isWebhook =
      ["discord.com", "discordapp.com"].contains(host) && url.path.hasPrefix("/api/webhooks/")
      || host == "api.telegram.org" && url.path.hasPrefix("/bot")
    return isWebhook ? host : nil
  }
}
