import { DesktopTransport } from "./desktop";
import { HttpTransport, tokenOfThisTab } from "./http";
import { Refusal } from "./refusal";
import type { Answer, Args, CallName, Lang, Transport } from "./transport";

/** On whose behalf calls are made. */
export interface Caller {
  readonly as: string | null;
  readonly lang: Lang;
}

/** The newsroom as the window sees it: questions, commands, uploads and addresses of pictures. */
export class Newsroom {
  private readonly transport: Transport;
  private readonly caller: Caller;

  constructor(transport: Transport, caller: Caller) {
    this.transport = transport;
    this.caller = caller;
  }

  /** Asks; nothing changes. */
  async ask<K extends CallName>(name: K, args: Args<K>): Promise<Answer<K>> {
    return this.send(name, args, null, this.caller.as);
  }

  /** Commands. `cmd_id` names the command: pass the same one to send the same command again. */
  async act<K extends CallName>(name: K, args: Args<K>, cmd_id = commandId()): Promise<Answer<K>> {
    return this.send(name, args, cmd_id, this.caller.as);
  }

  /** Commands in the name of somebody else: of a chief who stands at the desk and signs, of whoever typed a text. */
  async actAs<K extends CallName>(
    as: string | null,
    name: K,
    args: Args<K>,
    cmd_id = commandId(),
  ): Promise<Answer<K>> {
    return this.send(name, args, cmd_id, as);
  }

  async upload(file: File): Promise<string> {
    try {
      return await this.transport.upload(file.name, file);
    } catch (thrown) {
      throw Refusal.from(thrown);
    }
  }

  private async send<K extends CallName>(
    name: K,
    args: Args<K>,
    cmd_id: string | null,
    as: string | null,
  ): Promise<Answer<K>> {
    try {
      return await this.transport.call(name, { as, cmd_id, lang: this.caller.lang, args });
    } catch (thrown) {
      throw Refusal.from(thrown);
    }
  }

  displayUrl(page: string, etag: string): string {
    return `${this.transport.media}/page/${page}/display?v=${encodeURIComponent(etag)}`;
  }

  miniatureUrl(page: string, etag: string, dpi = 96): string {
    return `${this.transport.media}/page/${page}/png?v=${encodeURIComponent(etag)}&dpi=${dpi}`;
  }

  thumbUrl(photo: string, px: number, grey = false): string {
    return `${this.transport.media}/photo/${photo}/thumb?px=${px}${grey ? "&grey=1" : ""}`;
  }

  advertUrl(advert: string, px: number): string {
    return `${this.transport.media}/advert/${advert}/thumb?px=${px}`;
  }

  originalUrl(photo: string): string {
    return `${this.transport.media}/photo/${photo}/original`;
  }
}

/** A fresh name for a command. */
export function commandId(): string {
  return crypto.randomUUID();
}

/** The door that this window stands at. */
export function thisDoor(): Transport {
  const bridge = window.__TAURI_INTERNALS__;
  return bridge === undefined ? new HttpTransport(tokenOfThisTab()) : new DesktopTransport(bridge);
}
