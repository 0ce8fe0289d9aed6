/** What the newsroom refused, in the user's language. Branch on `code` alone; it never changes. */
export class Refusal extends Error {
  readonly code: string;
  readonly hint: string | null;

  constructor(code: string, message: string, hint: string | null) {
    super(message);
    this.name = "Refusal";
    this.code = code;
    this.hint = hint;
  }

  /** From whatever a door threw. What is not a refusal is a door that could not be reached. */
  static from(thrown: unknown): Refusal {
    if (thrown instanceof Refusal) return thrown;
    if (typeof thrown === "string") return Refusal.parsed(thrown) ?? new Refusal(UNREACHED, thrown, null);
    return Refusal.shaped(thrown) ?? new Refusal(UNREACHED, String(thrown), null);
  }

  /** Whether the command may simply be sent again: nobody has answered it. */
  get unreached(): boolean {
    return this.code === UNREACHED;
  }

  private static parsed(text: string): Refusal | null {
    try {
      return Refusal.shaped(JSON.parse(text));
    } catch {
      return null;
    }
  }

  private static shaped(thrown: unknown): Refusal | null {
    if (typeof thrown !== "object" || thrown === null) return null;
    if (!("code" in thrown) || !("message" in thrown)) return null;
    const { code, message } = thrown;
    if (typeof code !== "string" || typeof message !== "string") return null;
    const hint = "hint" in thrown && typeof thrown.hint === "string" ? thrown.hint : null;
    return new Refusal(code, message, hint);
  }
}

/** The code of a call that nobody answered: made here, never by the newsroom. */
export const UNREACHED = "unreached";
