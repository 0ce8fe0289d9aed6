import type { Byline, IssueRow, Notice, PageRow, PageView } from "../api/wire";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";
import { nextNumber, stopsOf, supply, type Supply } from "./flatplan";
import { laterDay } from "./moments";

/** The flat plan of one issue: its pages as they are composed now, and what is still missing. */
export class IssueDesk {
  views = $state.raw<readonly PageView[]>([]);
  /** Which form is open. */
  form = $state<"issue" | "page" | null>(null);
  date = $state("");
  number = $state("");
  format = $state("四开");
  section = $state("");
  editors = $state.raw<Byline[]>([]);
  private readonly desk: Desk;
  private asked = 0;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  readonly issue: IssueRow | null = $derived.by(
    () => this.desk.issues.find(({ id }) => id === this.desk.route.id) ?? this.desk.issues.at(0) ?? null,
  );
  readonly pages: PageRow[] = $derived.by(() =>
    this.desk.pages.filter(({ issue }) => issue === this.issue?.id),
  );
  readonly stops: { page: PageView; notices: Notice[] }[] = $derived.by(() =>
    this.views.map((page) => ({ page, notices: stopsOf(page) })).filter(({ notices }) => notices.length > 0),
  );
  readonly supply: Supply = $derived.by(() => supply(this.views, this.desk.stories));

  /** Whether I may plan issues and pages. */
  get may(): boolean {
    return this.desk.has("page-editor", "editor", "desk-head", "chief", "admin");
  }

  /** The page as composed, once it has been asked for. */
  view(id: string): PageView | null {
    return this.views.find((view) => view.id === id) ?? null;
  }

  /** Asks for every page of the issue as it is now. */
  async load(): Promise<void> {
    const mine = ++this.asked;
    const pages = await this.desk.tried(
      Promise.all(this.pages.map(async ({ id }) => this.desk.newsroom.ask("page", { id }))),
    );
    if (pages !== null && mine === this.asked) this.views = pages;
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
    const last = this.pages.at(-1);
    this.number = nextNumber(this.pages);
    this.format = last?.format ?? (this.desk.session?.title?.style === "morning" ? "对开" : "四开");
    this.section = "";
    this.editors = [];
    this.form = this.form === "page" ? null : "page";
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
    const { number, format, editors } = this;
    const section = this.section.trim() === "" ? null : this.section.trim();
    const made = await this.desk.act("page_new", { issue: this.issue.id, number, format, section, editors });
    if (made === null) return;
    this.form = null;
    this.desk.toasts.done(words.t.issue.madePage(number));
    await this.desk.lookAround(true);
  }

  /** Goes where a notice points: the picture that lacks words, the story on the page, else the page. */
  lead(page: PageView, notice: Notice): void {
    if (notice.photo !== undefined) this.desk.go("photos", notice.photo);
    else this.desk.go("page", page.id, notice.story ?? null);
  }
}
