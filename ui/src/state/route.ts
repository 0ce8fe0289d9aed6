/** The rooms of the window. */
export type Room = "stories" | "story" | "photos" | "issue" | "page" | "archive" | "settings";

/** A place in the window: a room, what is open in it, and where in that. */
export interface Route {
  room: Room;
  id: string | null;
  /** In a story: a place in its copy; on a page: the story to show; null at the start. */
  at: string | null;
}

const ROOMS: readonly Room[] = ["stories", "story", "photos", "issue", "page", "archive", "settings"];

/** Reads `#/story/ID?at=body.3.120`; what is not a place is the stories. */
export function readRoute(hash: string): Route {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name = "", id = ""] = path.split("/");
  const room = ROOMS.find((known) => known === name) ?? "stories";
  const at = new URLSearchParams(query).get("at");
  return { room, id: id === "" ? null : decodeURIComponent(id), at };
}

/** The address of a place. */
export function routeHash(room: Room, id: string | null = null, at: string | null = null): string {
  const path = id === null ? `#/${room}` : `#/${room}/${encodeURIComponent(id)}`;
  return at === null ? path : `${path}?at=${encodeURIComponent(at)}`;
}
