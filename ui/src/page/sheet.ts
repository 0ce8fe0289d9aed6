import type { Newsroom } from "../api/newsroom";
import { fetchDisplay, Painter, type DisplayList } from "./display";

/** A picture on its way, and the picture once it is there. */
interface Coming {
  image: HTMLImageElement | null;
  whole: Promise<HTMLImageElement | null>;
}

/** Pictures of pages, decoded: those that were wanted last, the latest at the end. */
const PICTURES = new Map<string, Coming>();

/** How many of them are kept: a page and the one beside it have fewer. Each takes some megabytes. */
const KEPT = 48;

/** The widest picture that the newsroom sends for the screen, in pixels. */
const WIDEST = 2_048;

/** A page that can be painted: its list and its outlines, and its pictures as they come. */
export async function sheetAt(newsroom: Newsroom, page: string, etag: string): Promise<Painter> {
  return sheetOf(newsroom, await fetchDisplay(newsroom.displayUrl(page, etag)));
}

/** A list that can be painted. Its text does not wait for its pictures. */
export function sheetOf(newsroom: Newsroom, list: DisplayList): Painter {
  const painter = new Painter(list);
  const wanted = list.items.flatMap((item) => {
    if (item.kind !== "picture") return [];
    const advert = list.blocks[item.block]?.role === "advert";
    const { photo } = item;
    return [{ photo, url: advert ? newsroom.advertUrl(photo, WIDEST) : newsroom.thumbUrl(photo, WIDEST) }];
  });
  for (const { photo, url } of wanted) {
    const coming = picture(url);
    if (coming.image !== null) painter.put(photo, coming.image);
    else void coming.whole.then((image) => painter.put(photo, image));
  }
  return painter;
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
