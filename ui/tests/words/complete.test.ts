import { describe, expect, it } from "vitest";
import { en } from "../../src/words/en";
import { zh } from "../../src/words/zh";

/** Every entry by its path; what takes values is said with some. */
function said(words: object, path = ""): Map<string, string> {
  const all = new Map<string, string>();
  for (const [name, word] of Object.entries<unknown>({ ...words })) {
    const here = `${path}${name}`;
    if (typeof word === "string") all.set(here, word);
    else if (typeof word === "function") all.set(here, String(Reflect.apply(word, null, [2, 3, 4, 5, 6])));
    else if (Array.isArray(word)) all.set(here, word.join(" "));
    else if (typeof word === "object" && word !== null) {
      for (const [below, text] of said(word, `${here}.`)) all.set(below, text);
    }
  }
  return all;
}

describe("the two catalogues", () => {
  const [chinese, english] = [said(zh), said(en)];

  it("have the same entries, save for the names of IPTC's fields, which are English already", () => {
    const kept = [...chinese.keys()].filter((path) => !path.startsWith("photos.iptc."));
    expect([...english.keys()].toSorted()).toEqual(kept.toSorted());
  });

  it("say something everywhere", () => {
    for (const words of [chinese, english]) {
      expect([...words].filter(([, text]) => text.trim() === "").map(([path]) => path)).toEqual([]);
    }
  });

  it("leave nothing undefined where a value stands", () => {
    for (const words of [chinese, english]) {
      expect([...words].filter(([, text]) => /undefined|NaN|\[object/.test(text))).toEqual([]);
    }
  });

  it("speak English in English, save for names of Chinese things", () => {
    const left = [...english].filter(([, text]) => /[\u4e00-\u9fff]/u.test(text.replaceAll(NAMED, "")));
    expect(left).toEqual([]);
  });
});

/** What the English window calls by its Chinese name: units, formats, languages. */
const NAMED = /字|行|点|四开|对开|简体中文|中文/gu;
