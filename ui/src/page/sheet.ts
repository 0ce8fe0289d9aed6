import type { Newsroom } from "../api/newsroom";
import { fetchDisplay, Painter, type DisplayList } from "./display";

/** Pictures of pages, decoded: those that were wanted last, the latest at the end. */
const PICTURES = new Map<string, Promise<HTMLImageElement | null>>();

/** How many of them are kept: a page and the one beside it have fewer. Each takes some megabytes. */
const KEPT = 48;

/** The widest picture that the newsroom sends for the screen, in pixels. */
const WIDEST = 2_048;

/** A page that is ready to be painted: its list, its pictures and its outlines. */
export async function sheetAt(newsroom: Newsroom, page: string, etag: string): Promise<Painter> {
  return sheetOf(newsroom, await fetchDisplay(newsroom.displayUrl(page, etag)));
}

/** A list that is ready to be painted. */
export async function sheetOf(newsroom: Newsroom, list: DisplayList): Promise<Painter> {
  const wanted = list.items.flatMap((item) => (item.kind === "picture" ? [item.photo] : []));
  const pictures = new Map<string, HTMLImageElement>();
  for (const photo of wanted) {
    const image = await picture(newsroom.thumbUrl(photo, WIDEST));
    if (image !== null) pictures.set(photo, image);
  }
  return new Painter(list, pictures);
}

function picture(url: string): Promise<HTMLImageElement | null> {
  const fetching = PICTURES.get(url) ?? decoded(url);
  PICTURES.delete(url);
  PICTURES.set(url, fetching);
  for (const oldest of PICTURES.keys()) {
    if (PICTURES.size <= KEPT) break;
    PICTURES.delete(oldest);
  }
  // What did not come is asked for again with the next page.
  void fetching.then((image) => {
    if (image === null && PICTURES.get(url) === fetching) PICTURES.delete(url);
  });
  return fetching;
}

async function decoded(url: string): Promise<HTMLImageElement | null> {
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = url;
  try {
    await image.decode();
    return image;
  } catch {
    return null;
  }
}
