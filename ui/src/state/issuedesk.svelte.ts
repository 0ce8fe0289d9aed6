import { Refusal } from "../api/refusal";
import type { Byline, FormatView, IssueProgress, IssueRow, Notice, PageRow, PageView } from "../api/wire";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";
import { countOf, isSealed, nextNumber, numberAs, stopsOf, supply, type Supply } from "./flatplan";
import { laterDay } from "./moments";

/** How often an export is asked how far it is, in milliseconds. */
const FOLLOWED_EVERY = 400;

/** How many pages are asked for at once: whoever goes on to one of them waits behind no more. */
const ASKED_AT_ONCE = 2;

/** The flat plan of one issue: its pages as they are composed now, and what is still missing. */
export class IssueDesk {
  /** Which form is open. */
  form = $state<"issue" | "page" | null>(null);
  date = $state("");
  number = $state("");
  format = $state("四开");
  section = $state("");
  editors = $state.raw<Byline[]>([]);
  /** Whether the new page is printed in black alone. */
  black_alone = $state(false);
  /** How far the export of the issue is; null while none is under way. */
  progress = $state.raw<IssueProgress | null>(null);
  private readonly desk: Desk;
  private known = $state.raw<ReadonlyMap<string, PageView>>(new Map());
  /** The pages that could not be seen when they were asked for last. */
  private refused = $state.raw<ReadonlySet<string>>(new Set());
  /** The pages that are still to be asked for, in turn. */
  private coming: string[] = [];
  /** The pages that are being asked for. */
  private readonly asking = new Set<string>();

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly issue: IssueRow | null = $derived.by(
    () => this.desk.issues.find(({ id }) => id === this.desk.route.id) ?? this.desk.issues.at(0) ?? null,
  );
  readonly pages: PageRow[] = $derived.by(() =>
    this.desk.pages.filter(({ issue }) => issue === this.issue?.id),
  );
  /** The pages that have been seen, as they were composed then. */
  readonly views: readonly PageView[] = $derived.by(() =>
    this.pages.map(({ id }) => this.view(id)).filter((view) => view !== null),
  );
  /** Whether all pages have been asked for; before, nothing whole can be said of what stops the issue. */
  readonly seen: boolean = $derived.by(
    () => this.desk.listed && this.pages.every(({ id }) => this.view(id) !== null || this.refused.has(id)),
  );
  /** The pages that are not signed, and what keeps each of them from it. */
  readonly stops: { page: PageView; notices: Notice[] }[] = $derived.by(() =>
    this.views.filter((page) => !isSealed(page)).map((page) => ({ page, notices: stopsOf(page) })),
  );
  readonly supply: Supply = $derived.by(() => supply(this.views, this.desk.stories));

  /** Whether every page is signed, so that the issue can go to the press. */
  readonly sealed: boolean = $derived.by(() => this.pages.length > 0 && this.pages.every(isSealed));

  /** Whether I may plan issues and pages. */
  get may(): boolean {
    return this.desk.has("page-editor", "editor", "desk-head", "chief", "admin");
  }

  /** The page as composed, once it has been asked for. */
  view(id: string): PageView | null {
    return this.known.get(id) ?? null;
  }

  /**
   * Asks for every page of the issue as it is now and for what it looks like, a few at a time: those that have not been seen
   * first, then all in their order. Called while it does, it asks for all of them anew.
   */
  async load(): Promise<void> {
    const all = this.pages.map(({ id }) => id);
    const unseen = all.filter((id) => this.view(id) === null);
    this.coming = [...unseen, ...all.filter((id) => !unseen.includes(id))];
    const free = Math.max(0, ASKED_AT_ONCE - this.asking.size);
    const refusals = await Promise.all(Array.from({ length: free }, async () => this.take()));
    const [first] = refusals.flat();
    if (first !== undefined) this.desk.toasts.refused(first);
  }

  /** Asks for nothing more: the room is left. */
  leave(): void {
    this.coming = [];
  }

  /** Asks for one page after the other; answers why some could not be seen. */
  private async take(): Promise<Refusal[]> {
    const refusals: Refusal[] = [];
    for (;;) {
      // A page that is on its way may have changed since: it is asked for anew once it is there.
      const at = this.coming.findIndex((id) => !this.asking.has(id));
      const [id] = at < 0 ? [] : this.coming.splice(at, 1);
      if (id === undefined) return refusals;
      this.asking.add(id);
      try {
        await this.see(id);
      } catch (thrown) {
        refusals.push(Refusal.from(thrown));
        this.refused = new Set(this.refused).add(id);
      }
      this.asking.delete(id);
    }
  }

  private async see(id: string): Promise<void> {
    const before = this.view(id)?.etag;
    const view = await this.desk.newsroom.ask("page", { id });
    this.known = new Map(this.known).set(id, view);
    // Else the next page would be asked for while this one is still being drawn.
    if (view.etag !== before) await arrived(this.desk.newsroom.miniatureUrl(id, view.etag));
  }

  /** Opens the form for a new issue: the day after the newest one, else today. */
  planIssue(): void {
    const newest = this.desk.issues.at(0)?.date;
    const now = this.desk.now;
    const today = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((n) =>
      String(n).padStart(2, "0"),
    );
    this.date = newest === undefined ? today.join("-") : laterDay(newest, 1);
    this.form = this.form === "issue" ? null : "issue";
  }

  /** Opens the form for a new page: the next number, made as the last one. */
  planPage(): void {
    const last = this.pages.findLast(({ format }) => !this.isSpread(format));
    this.number = nextNumber(this.pages);
    this.format = last?.format ?? this.usualFormat();
    this.section = "";
    this.editors = [];
    this.black_alone = last?.black_alone ?? false;
    this.form = this.form === "page" ? null : "page";
  }

  /** Whether a format is two pages made up as one. */
  private isSpread(format: string): boolean {
    return this.desk.session?.formats.some(({ name, spread }) => spread && name === format) ?? false;
  }

  /** The new page's format, and with it the number: a spread takes two places. */
  choose(format: string): void {
    if (this.isSpread(format) !== this.isSpread(this.format))
      this.number = numberAs(this.number, this.isSpread(format));
    this.format = format;
  }

  /** The sizes of paper that a page can have, those of the paper's own language first. */
  get formats(): readonly FormatView[] {
    const english = this.desk.session?.title?.lang === "en";
    const own = ({ name }: FormatView): boolean => /^[a-z]/.test(name) === english;
    const all = this.desk.session?.formats ?? [];
    return [...all.filter(own), ...all.filter((one) => !own(one))];
  }

  /** What the first page of a paper is made as: large where its style sheet is for large pages. */
  private usualFormat(): string {
    const { style, lang } = this.desk.session?.title ?? {};
    const [small, large] = lang === "en" ? ["tabloid", "broadsheet"] : ["四开", "对开"];
    return style === "morning" ? large : small;
  }

  async makeIssue(): Promise<void> {
    const made = await this.desk.act("issue_new", { date: this.date, title: null });
    if (made === null) return;
    this.form = null;
    this.desk.toasts.done(words.t.issue.made(words.day(this.date)));
    await this.desk.lookAround(true);
    this.desk.go("issue", made.id);
  }

  async makePage(): Promise<void> {
    if (this.issue === null) return;
    const { number, format, editors, black_alone } = this;
    const section = this.section.trim() === "" ? null : this.section.trim();
    const made = await this.desk.act("page_new", {
      issue: this.issue.id,
      number,
      format,
      section,
      editors,
      black_alone,
    });
    if (made === null) return;
    this.form = null;
    this.desk.toasts.done(words.t.issue.madePage(number));
    await this.desk.lookAround(true);
  }

  /** Exports the whole issue for the press, and follows how far it is. */
  async export(): Promise<void> {
    const { issue } = this;
    if (issue === null || this.progress !== null || !this.sealed) return;
    const { newsroom, toasts } = this.desk;
    const { id } = issue;
    this.progress = { running: true, done: 0, all: this.pages.length };
    const following = setInterval(() => void this.follow(id), FOLLOWED_EVERY);
    try {
      const { folder, files, notices } = await newsroom.ask("issue_export", { id });
      for (const { message } of notices.filter(({ severity }) => severity === "warning"))
        toasts.warned(message);
      toasts.wrote(words.t.issue.exported(countOf(files)), folder);
    } catch (thrown) {
      const refusal = Refusal.from(thrown);
      if (refusal.code === "cancelled") toasts.warned(words.t.issue.exportCancelled);
      else toasts.refused(refusal);
    } finally {
      clearInterval(following);
      this.progress = null;
    }
  }

  private async follow(id: string): Promise<void> {
    try {
      const told = await this.desk.newsroom.ask("issue_export_progress", { id });
      if (told.running && this.progress !== null) this.progress = told;
    } catch {
      // The next question may be answered.
    }
  }

  /** Calls the export off; nothing is left of it. */
  async cancelExport(): Promise<void> {
    if (this.issue !== null) await this.desk.ask("issue_export_cancel", { id: this.issue.id });
  }

  /** Goes where a notice points: the picture that lacks words, the story on the page, else the page. */
  lead(page: PageView, notice: Notice): void {
    if (notice.photo !== undefined) this.desk.go("photos", notice.photo);
    else this.desk.go("page", page.id, notice.story ?? null);
  }
}

/** Waits until a picture is there, or is known not to come. */
async function arrived(url: string): Promise<void> {
  const image = new Image();
  image.src = url;
  await image.decode().catch(() => undefined);
}
