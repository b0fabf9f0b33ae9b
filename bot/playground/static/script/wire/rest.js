// The local Discord's REST, as one person's client speaks it.

const API = "/api/v10";

export class Refusal extends Error {
  constructor(status, body) {
    super(sentence(status, body));
    this.status = status;
    this.code = body?.code ?? 0;
  }
}

export class Rest {
  #token;

  // `locale` is a function: people change it while the page is open.
  constructor(token, locale) {
    this.#token = token;
    this.locale = locale;
  }

  get = (path) => this.#call("GET", path);
  post = (path, body, files = []) => this.#call("POST", path, body, files);
  patch = (path, body, files = []) => this.#call("PATCH", path, body, files);
  put = (path) => this.#call("PUT", path);
  delete = (path) => this.#call("DELETE", path);

  async #call(method, path, body, files = []) {
    const headers = { Authorization: this.#token, "X-Discord-Locale": this.locale() };
    const sent = files.length ? form(body, files) : body && JSON.stringify(body);
    if (body && !files.length) headers["Content-Type"] = "application/json";
    const answer = await fetch(API + path, { method, headers, body: sent });
    const said = answer.status === 204 ? null : await answer.json().catch(() => null);
    if (!answer.ok) throw new Refusal(answer.status, said);
    return said;
  }
}

// `files` in the order of their numbers.
function form(body, files) {
  const data = new FormData();
  data.append("payload_json", JSON.stringify(body));
  files.forEach((file, number) => data.append(`files[${number}]`, file, file.name));
  return data;
}

function sentence(status, body) {
  const first = firstLeaf(body?.errors);
  const said = body?.message ?? `The server answered ${status}.`;
  return first ? `${said}: ${first}` : said;
}

function firstLeaf(errors) {
  if (!errors || typeof errors !== "object") return "";
  if (Array.isArray(errors._errors)) return errors._errors[0]?.message ?? "";
  return Object.values(errors).map(firstLeaf).find(Boolean) ?? "";
}
