// Signs in as a browser would, without one: the session's cookie is what the soak goes on with.

/** Cookies of both hosts in one jar: they have different names, and neither host is told of the other's by us alone. */
class Browser {
  jars = new Map();

  async ask(url, options = {}) {
    const jar = this.jars.get(new URL(url).host) ?? new Map();
    this.jars.set(new URL(url).host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...options, redirect: "manual", headers: { ...options.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name, value] = line.split(";")[0].split(/=(.*)/s);
      if (value) jar.set(name, value);
      else jar.delete(name);
    }
    return answer;
  }

  /** Follows redirects until somebody shows a page, or we are back. */
  async follow(url, back) {
    for (let steps = 0; steps < 20; steps++) {
      const answer = await this.ask(url);
      const location = answer.headers.get("location");
      if (!location || url.startsWith(back)) return { answer, url };
      url = new URL(location, url).href;
    }
    throw new Error(`redirected without end: ${url}`);
  }
}

/** The cookie of a new session of that person. */
export async function signIn(publicUrl, person) {
  const browser = new Browser();
  const back = `${publicUrl}auth/callback`;
  let { answer, url } = await browser.follow(`${publicUrl}auth/login?to=/`, back);
  for (let pages = 0; !url.startsWith(back); pages++) {
    if (pages > 3) throw new Error(`no way through the provider's pages: ${url}`);
    const page = await answer.text();
    const prompt = page.includes('value="login"') ? { prompt: "login", login: person, password: "x" } : { prompt: "consent" };
    const form = { method: "POST", body: new URLSearchParams(prompt) };
    const sent = await browser.ask(url, form);
    ({ answer, url } = await browser.follow(new URL(sent.headers.get("location"), url).href, back));
  }
  const session = browser.jars.get(new URL(publicUrl).host).get("__Host-gemeo-session");
  if (!session) throw new Error(`nobody was signed in: ${answer.status}`);
  return `__Host-gemeo-session=${session}`;
}
