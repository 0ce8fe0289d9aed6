const KEY = "broadsheet.look";

export type Theme = "system" | "light" | "dark";

/** Light or dark. */
export class Look {
  theme = $state<Theme>("system");

  begin(): void {
    const kept = localStorage.getItem(KEY);
    this.choose(kept === "light" || kept === "dark" ? kept : "system");
  }

  choose(theme: Theme): void {
    this.theme = theme;
    localStorage.setItem(KEY, theme);
    document.documentElement.dataset.look = theme;
  }

  /** From what is seen now to the other one. */
  flip(): void {
    const dark =
      this.theme === "system" ? matchMedia("(prefers-color-scheme: dark)").matches : this.theme === "dark";
    this.choose(dark ? "light" : "dark");
  }
}
