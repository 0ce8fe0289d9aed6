import type { ExportView, Notice, ProofFormat } from "../api/wire";
import { Refusal } from "../api/refusal";
import type { Desk } from "../state/desk.svelte";
import { words } from "../words/words.svelte";
import type { LaidPage } from "./laid.svelte";

/** Sends a page on its way to the press: proofs, signatures, the file that is printed, and what stops them. */
export class Passing {
  /** What was last written, with what the press had to say. */
  wrote: { kind: "proof" | "export"; file: ExportView } | null = $state.raw(null);

  private readonly desk: Desk;
  private readonly laid: LaidPage;
  /** The last refusal, in the language that it was said in, and the state of the page that it speaks of. */
  private refused: { why: Refusal; lang: string; tag: string | undefined } | null = $state.raw(null);

  /** Why the page as it is could not be signed or written; of another state of it nothing is known. */
  readonly refusal: Refusal | null = $derived.by(() =>
    this.refused?.lang === words.lang && this.refused.tag === this.laid.page?.etag ? this.refused.why : null,
  );

  readonly findings: Notice[] = $derived.by(() =>
    this.laid.page === null ? [] : [...this.laid.page.stops, ...this.laid.page.notices],
  );
  readonly stopping: Notice[] = $derived.by(() =>
    this.findings.filter(({ severity }) => severity === "error"),
  );

  constructor(desk: Desk, laid: LaidPage) {
    this.desk = desk;
    this.laid = laid;
  }

  async proof(format: ProofFormat): Promise<void> {
    await this.write("proof", words.t.page.proofing, () =>
      this.desk.newsroom.act("page_proof", { id: this.laid.id, format }),
    );
  }

  async export(): Promise<void> {
    await this.write("export", words.t.page.exporting, () =>
      this.desk.newsroom.ask("page_export", { id: this.laid.id }),
    );
  }

  private async write(
    kind: "proof" | "export",
    saying: string,
    work: () => Promise<ExportView>,
  ): Promise<void> {
    if (this.laid.page === null || this.laid.busy !== null) return;
    this.laid.busy = saying;
    this.dismiss();
    let refused: Refusal | null = null;
    try {
      await this.laid.settled(this.laid.page);
      const file = await this.desk.toasts.during(saying, work());
      this.wrote = { kind, file };
      this.desk.toasts.done(kind === "proof" ? words.t.page.proofTaken : words.t.page.exported);
    } catch (thrown) {
      refused = Refusal.from(thrown);
    }
    this.laid.busy = null;
    await this.laid.load();
    if (refused !== null) this.refuse(refused);
  }

  private refuse(why: Refusal): void {
    this.refused = { why, lang: words.lang, tag: this.laid.page?.etag };
  }

  /** Takes the refusal away. */
  dismiss(): void {
    this.refused = null;
  }

  /**
   * Signs what is looked at, in a chief's name; answers whether it is signed. What was changed at this desk a moment
   * ago belongs to it: that is waited for. What others changed since is refused.
   */
  async sign(who: { id: string; name: string }): Promise<boolean> {
    if (this.laid.page === null || this.laid.busy !== null) return false;
    this.dismiss();
    this.laid.busy = words.t.page.signingNow;
    try {
      const { hash } = await this.laid.settled(this.laid.page);
      const args = { id: this.laid.id, hash };
      const told = await this.desk.newsroom.actAs(who.id, "page_sign", args);
      this.desk.toasts.done(words.t.page.signed(who.name));
      await this.laid.show(told);
      return true;
    } catch (thrown) {
      const refused = Refusal.from(thrown);
      await this.laid.load();
      this.refuse(refused);
      return false;
    } finally {
      this.laid.busy = null;
    }
  }
}
