import type { Newsroom } from "../api/newsroom";
import { fetchDisplay, Painter, type Coming, type DisplayList } from "./display";

/** Pictures of pages, decoded: those that were wanted last, the latest at the end. */
const PICTURES = new Map<string, Coming>();

/** How many of them are kept: a page and the one beside it have fewer. Each takes some megabytes. */
const KEPT = 48;

/** The longer sides, in pixels, that pictures are fetched with: the coarsest that is fine enough for the screen. */
const SIDES = [512, 1_024, 2_048];

/** A page that can be painted: its list and its outlines, and its pictures as they come. */
export async function sheetAt(newsroom: Newsroom, page: string, etag: string): Promise<Painter> {
  return sheetOf(newsroom, await fetchDisplay(newsroom.displayUrl(page, etag)));
}

/** A list that can be painted. Its text does not wait for its pictures. */
export function sheetOf(newsroom: Newsroom, list: DisplayList): Painter {
  return new Painter(list, SIDES, (item, side) => {
    const advert = list.blocks[item.block]?.role === "advert";
    if (advert) return picture(newsroom.advertUrl(item.photo, side));
    return picture(newsroom.thumbUrl(item.photo, side, item.grey));
  });
}

function picture(url: string): Coming {
  const known = PICTURES.get(url);
  const coming: Coming = known ?? { image: null, whole: decoded(url) };
  PICTURES.delete(url);
  PICTURES.set(url, coming);
  for (const oldest of PICTURES.keys()) {
    if (PICTURES.size <= KEPT) break;
    PICTURES.delete(oldest);
  }
  if (known === undefined)
    void coming.whole.then((image) => {
      coming.image = image;
      // What did not come is asked for again with the next page.
      if (image === null && PICTURES.get(url) === coming) PICTURES.delete(url);
    });
  return coming;
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
