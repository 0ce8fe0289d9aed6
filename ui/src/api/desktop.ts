import { Refusal } from "./refusal";
import type { Answer, Ask, CallName, Transport } from "./transport";

/** The part of the desktop shell's bridge that is used. */
interface Bridge {
  invoke<T>(command: string, args: unknown, options?: { headers: Record<string, string> }): Promise<T>;
}

declare global {
  interface Window {
    __TAURI_INTERNALS__?: Bridge;
  }
}

/** The newsroom in the desktop window's own process. */
export class DesktopTransport implements Transport {
  readonly media: string;
  private readonly bridge: Bridge;

  constructor(bridge: Bridge) {
    this.bridge = bridge;
    // WebView2 has no custom schemes of its own; there they are hosts.
    this.media = navigator.userAgent.includes("Windows")
      ? "http://broadsheet.localhost/media"
      : "broadsheet://localhost/media";
  }

  async call<K extends CallName>(name: K, ask: Ask<K>): Promise<Answer<K>> {
    try {
      return await this.bridge.invoke<Answer<K>>("call", { name, ask });
    } catch (thrown) {
      throw Refusal.from(thrown);
    }
  }

  async upload(name: string, bytes: Blob): Promise<string> {
    try {
      const body = new Uint8Array(await bytes.arrayBuffer());
      // Header values are ASCII; names are not.
      const headers = { name: encodeURIComponent(name) };
      const answer = await this.bridge.invoke<{ upload: string }>("upload", body, { headers });
      return answer.upload;
    } catch (thrown) {
      throw Refusal.from(thrown);
    }
  }
}
