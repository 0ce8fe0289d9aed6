import type { ProfileView, StyleView } from "../api/wire";
import { words } from "../words/words.svelte";
import type { Desk } from "./desk.svelte";

/** The style sheets and press profiles that there are, and the taking in of others. */
export class PressSettings {
  styles = $state.raw<StyleView[]>([]);
  profiles = $state.raw<ProfileView[]>([]);
  condition = $state("");
  inkLimit = $state(240);
  registered = $state(false);
  private readonly desk: Desk;

  constructor(desk: Desk) {
    this.desk = desk;
  }

  /** The sheets that the title has taken in. */
  readonly own: StyleView[] = $derived(this.styles.filter(({ file_name }) => file_name !== null));

  /** The sheet by which pages are set. */
  readonly style: StyleView | undefined = $derived(this.styles.find(({ in_use }) => in_use));

  /** The profile that pages are printed for. */
  readonly profile: ProfileView | undefined = $derived(this.profiles.find(({ in_use }) => in_use));

  /** Whether enough is said of a profile for it to be taken in. */
  readonly said: boolean = $derived(
    this.condition.trim() !== "" && Number.isInteger(this.inkLimit) && this.inkLimit > 0,
  );

  async load(): Promise<void> {
    this.styles = (await this.desk.ask("styles", {})) ?? this.styles;
    this.profiles = (await this.desk.ask("profiles", {})) ?? this.profiles;
  }

  async addStyle(file: File): Promise<void> {
    const upload = await this.desk.tried(this.desk.newsroom.upload(file));
    const taken = upload === null ? null : await this.desk.act("style_add", { upload });
    if (taken !== null) await this.took(words.t.settings.sheetAdded(taken.name));
  }

  async addProfile(file: File): Promise<void> {
    const upload = await this.desk.tried(this.desk.newsroom.upload(file));
    if (upload === null) return;
    const taken = await this.desk.act("profile_add", {
      upload,
      name: null,
      condition: this.condition.trim(),
      registered: this.registered,
      description: null,
      ink_limit: this.inkLimit,
    });
    if (taken === null) return;
    this.condition = "";
    this.registered = false;
    await this.took(words.t.settings.profileAdded(taken.name));
  }

  private async took(what: string): Promise<void> {
    this.desk.toasts.done(what);
    await this.desk.lookAround(true);
    await this.load();
  }
}
