/// Domains under which anyone can have a name, so that a wildcard would grant hosts of strangers.
///
/// A short list of our own, in the sense of publicsuffix.org and not a copy of it: single labels, the
/// usual second levels of country domains, and services where a name costs nothing. The full list
/// changes weekly; what is missing here is asked for like any other host.
enum PublicSuffixes {
  static func contains(_ domain: String) -> Bool {
    let labels = domain.split(separator: ".")
    if labels.count < 2 || known.contains(domain) { return true }
    // co.uk, com.au, ac.jp …
    return labels.count == 2 && labels[1].utf8.count == 2 && secondLevels.contains(labels[0])
  }

  private static let secondLevels: Set<Substring> = [
    "ac", "co", "com", "edu", "go", "gob", "gov", "gouv", "mil", "ne", "net", "or", "org",
  ]

  private static let known: Set<String> = [
    "a.run.app", "akamaized.net", "amazonaws.com", "amplifyapp.com", "appspot.com", "asn.au",
    "awsapprunner.com", "azure-api.net", "azureedge.net", "azurefd.net", "azurestaticapps.net",
    "azurewebsites.net", "b-cdn.net", "beeceptor.com", "bitbucket.io", "blob.core.windows.net",
    "blogspot.com", "bore.pub", "carrd.co", "cfargotunnel.com", "cloudapp.azure.com",
    "cloudapp.net", "cloudfront.net", "cloudfunctions.net", "codeberg.page", "codesandbox.io",
    "com.mx", "core.windows.net", "csb.app", "ddns.net", "de.com", "deno.dev", "deno.net",
    "duckdns.org", "dyndns.org", "edgekey.net", "elasticbeanstalk.com", "eu.com", "fastly.net",
    "firebaseapp.com", "fly.dev", "github.dev", "github.io", "githubpreview.dev",
    "githubusercontent.com", "gitlab.io", "gitpod.io", "glitch.me", "gob.mx", "gv.at",
    "herokuapp.com", "hf.space", "hookdeck.com", "hopto.org", "id.au", "interact.sh", "kinsta.app",
    "lhr.life", "loca.lt", "localhost.run", "localtest.me", "ltd.uk", "lvh.me", "me.uk",
    "myshopify.com", "neocities.org", "netlify.app", "ngrok-free.app", "ngrok.app", "ngrok.dev",
    "ngrok.io", "nhs.uk", "nip.io", "no-ip.org", "notion.site", "now.sh", "oast.fun", "oast.live",
    "oast.me", "oast.online", "oast.pro", "oast.site", "on.aws", "onrender.com", "pagekite.me",
    "pages.dev", "pipedream.net", "plc.uk", "priv.at", "r2.dev", "railway.app", "readthedocs.io",
    "repl.co", "replit.app", "replit.dev", "requestbin.net", "run.app", "s3.amazonaws.com",
    "sch.uk", "serveo.net", "sourceforge.io", "square.site", "sslip.io", "stackblitz.io",
    "streamlit.app", "supabase.co", "surge.sh", "sytes.net", "traefik.me", "trafficmanager.net",
    "translate.goog", "trycloudflare.com", "ts.net", "tumblr.com", "tunnelmole.net", "uk.com",
    "up.railway.app", "us.com", "val.run", "vercel.app", "web.app", "webflow.io", "webhook.site",
    "weebly.com", "wixsite.com", "wordpress.com", "workers.dev", "xip.io", "zapto.org", "zrok.io",
  ]
}
