import { vi } from "vitest";

/** One call, as it comes to the door. */
export interface Call<A> {
  as: string | null;
  cmd_id: string | null;
  args: A;
}

/**
 * Stands in for the newsroom's HTTP door. An answer with a code is a refusal; a path that is no call's (a display
 * list's, say) is asked for by the whole path.
 */
export function answering<A>(answer: (name: string, call: Call<A>) => unknown): void {
  vi.stubGlobal("fetch", (path: string, init?: { body: string }) => {
    // The window's own words, taken on trust.
    // eslint-disable-next-line @typescript-eslint/no-unsafe-assignment
    const call: Call<A> = JSON.parse(init?.body ?? "{}");
    const told = answer(path.replace("/api/", ""), call);
    const refused = typeof told === "object" && told !== null && "code" in told;
    return Promise.resolve(new Response(JSON.stringify(told), { status: refused ? 422 : 200 }));
  });
}

/** What a door that refuses says. */
export function refusing(code: string): { code: string; message: string } {
  return { code, message: code };
}
