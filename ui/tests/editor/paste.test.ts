// @vitest-environment jsdom
import { DOMParser, Slice } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import { cleanHtml, cleanSlice, cleanText, plainSlice } from "../../src/editor/paste";
import { schema } from "../../src/editor/schema";

/** Foreign HTML as the editor takes it in: `name: text` a block, marks as `*strong*` and `_emphasis_`. */
function pasted(html: string): string[] {
  const holder = document.createElement("div");
  holder.innerHTML = cleanHtml(html);
  return shown(cleanSlice(DOMParser.fromSchema(schema).parseSlice(holder)));
}

function shown(slice: Slice): string[] {
  const blocks: string[] = [];
  slice.content.forEach((block) => {
    const texts: string[] = [];
    block.forEach((text) => {
      const marks = text.marks.map(({ type }) => (type.name === "strong" ? "*" : "_")).join("");
      texts.push(`${marks}${text.text ?? ""}${marks}`);
    });
    blocks.push(`${block.type.name}: ${texts.join("")}`);
  });
  return blocks;
}

describe("a paste from a word processor", () => {
  it("is paragraphs with their emphasis, without styles, comments and tracked deletions", () => {
    const html = `<html><head><style>p{color:red}</style></head><body><!--StartFragment-->
      <p class="MsoNormal" style="text-indent:21pt">\u3000\u3000灯塔<b>重亮</b><o:p></o:p></p>
      <p>停用<del>二十</del>三十年</p><!--EndFragment--></body></html>`;
    expect(pasted(html)).toEqual(["paragraph: 灯塔*重亮*", "paragraph: 停用三十年"]);
  });

  it("is not bold because the whole copy stands in a b that says it is not", () => {
    expect(pasted('<b style="font-weight:normal"><p>平</p></b>')).toEqual(["paragraph: 平"]);
  });

  it("keeps headings as subheads", () => {
    expect(pasted("<h2>小标题</h2><p>文</p>")).toEqual(["subhead: 小标题", "paragraph: 文"]);
  });
});

describe("a paste from a web page", () => {
  it("makes paragraphs of line breaks, list entries and divisions, and leaves empty ones out", () => {
    expect(pasted("<div>一<br>二</div><p> </p><ul><li>三</li></ul><script>alert(1)</script>")).toEqual([
      "paragraph: 一",
      "paragraph: 二",
      "paragraph: 三",
    ]);
  });
});

describe("plain text", () => {
  it("is a paragraph a line, outer blanks and empty lines dropped", () => {
    expect(shown(plainSlice("\u3000\u3000一\r\n\r\n 二 \n三"))).toEqual([
      "paragraph: 一",
      "paragraph: 二",
      "paragraph: 三",
    ]);
  });

  it("loses soft hyphens, zero-width and control characters, and no others", () => {
    expect(cleanText("co\u00ADop\u200B灯\uFEFF塔\u00A015\u0007里")).toBe("coop灯塔 15里");
    expect(cleanText("𠮷，“灯”——塔…")).toBe("𠮷，“灯”——塔…");
  });
});
