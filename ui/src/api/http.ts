import { Refusal, UNREACHED } from "./refusal";
import type { Answer, Ask, CallName, Transport } from "./transport";

const TOKEN_KEY = "broadsheet.token";

/** The newsroom behind an HTTP server on this machine. */
export class HttpTransport implements Transport {
  readonly media = "/media";
  private readonly token: string;

  constructor(token: string) {
    this.token = token;
  }

  async call<K extends CallName>(name: K, ask: Ask<K>): Promise<Answer<K>> {
    return this.post<Answer<K>>(`/api/${name}`, JSON.stringify(ask), "application/json");
  }

  async upload(name: string, bytes: Blob): Promise<string> {
    const path = `/upload?name=${encodeURIComponent(name)}`;
    const answer = await this.post<{ upload: string }>(path, bytes, "application/octet-stream");
    return answer.upload;
  }

  private async post<T>(path: string, body: BodyInit, type: string): Promise<T> {
    let response: Response;
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { "content-type": type, "x-broadsheet-token": this.token },
        body,
      });
    } catch (thrown) {
      throw new Refusal(UNREACHED, String(thrown), null);
    }
    if (!response.ok) throw Refusal.from(await response.text());
    // An answer's shape is taken on trust here and nowhere else: both sides are made from the same Rust types.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-return
    return JSON.parse(await response.text());
  }
}

/** The run's token: from the address once, then kept for reloads of this tab and taken out of the address. */
export function tokenOfThisTab(): string {
  const address = new URL(location.href);
  const given = address.searchParams.get("token");
  if (given !== null) {
    sessionStorage.setItem(TOKEN_KEY, given);
    address.searchParams.delete("token");
    history.replaceState(null, "", address);
  }
  return given ?? sessionStorage.getItem(TOKEN_KEY) ?? "";
}
