// @vitest-environment jsdom
import { DOMParser, Slice } from "prosemirror-model";
import { describe, expect, it } from "vitest";
import { cleanHtml, cleanSlice, cleanText, plainSlice } from "../../src/editor/paste";
import { schema } from "../../src/editor/schema";

/** Foreign HTML as the editor takes it in: `name: text` a block, marks as `*strong*` and `_emphasis_`. */
function pasted(html: string): string[] {
  const holder = document.createElement("div");
  holder.innerHTML = cleanHtml(html).html;
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
      "paragraph: · 三",
    ]);
  });
});

describe("a list", () => {
  it("is a paragraph an entry, with its bullet or number as text", () => {
    const html = `<ul><li>灯塔<b>重亮</b></li><li><p><b>渡口</b>复航</p></li></ul>
      <ol start="3"><li>甲</li><li value="7">乙</li><li>丙<br>又</li></ol>`;
    expect(pasted(html)).toEqual([
      "paragraph: · 灯塔*重亮*",
      "paragraph: · *渡口*复航",
      "paragraph: 3. 甲",
      "paragraph: 7. 乙",
      "paragraph: 8. 丙",
      "paragraph: 又",
    ]);
    expect(cleanHtml(html)).toMatchObject({ lists: true, tables: false });
  });

  it("in a list has marks of its own", () => {
    expect(
      pasted("<ol><li>甲<ul><li>一</li><li>二</li></ul></li><li><ol type=a><li>三</li></ol></li></ol>"),
    ).toEqual(["paragraph: 1. 甲", "paragraph: · 一", "paragraph: · 二", "paragraph: a. 三"]);
  });

  it("is counted as it was written: letters, Roman numerals", () => {
    const items = (kind: string, start: number): string[] =>
      pasted(`<ol type=${kind} start=${start}><li>甲</li></ol>`);
    expect([items("A", 27), items("i", 14)]).toEqual([["paragraph: AA. 甲"], ["paragraph: xiv. 甲"]]);
  });

  it("from Word keeps the number that Word wrote, and its signs become bullets", () => {
    const entry = (mark: string, text: string): string =>
      `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
      lang=EN-US style='font-family:Wingdings;mso-list:Ignore'>${mark}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
      </span></span><![endif]>${text}<o:p></o:p></p>`;
    const html = `<html><body><!--StartFragment-->${entry("1.", "灯塔")}${entry("（二）", "<b>渡口</b>")}${entry("l", "旗杆")}
      <p class=MsoNormal>正文。</p><!--EndFragment--></body></html>`;
    expect(pasted(html)).toEqual([
      "paragraph: 1. 灯塔",
      "paragraph: （二）*渡口*",
      "paragraph: · 旗杆",
      "paragraph: 正文。",
    ]);
  });

  it("from WPS, whose mark stands in a comment, has bullets", () => {
    const html = `<p class="MsoNormal" style="margin-left:21pt;mso-list:l0 level1 lfo1;"><!--[if !supportLists]--><span
      style="font-family:Wingdings;mso-list:Ignore;">&#xF06C;&nbsp;</span><!--[endif]--><span>灯塔</span></p>
      <p class="MsoNormal" style="mso-list:l0 level1 lfo1;"><!--[if !supportLists]><span>l</span><![endif]-->渡口</p>`;
    expect(pasted(html)).toEqual(["paragraph: · 灯塔", "paragraph: · 渡口"]);
  });
});

describe("a table", () => {
  it("is a paragraph a row, its cells a full-width blank apart", () => {
    const html = `<table><caption>潮位</caption><thead><tr><th>时间</th><th>高度</th></tr></thead>
      <tbody><tr><td><p>7时</p></td><td><p><b>3.2</b></p><p>米</p></td></tr><tr><td> </td><td></td></tr></tbody></table><p>完。</p>`;
    expect(pasted(html)).toEqual([
      "paragraph: 潮位",
      "paragraph: 时间\u3000高度",
      "paragraph: 7时\u3000*3.2* 米",
      "paragraph: 完。",
    ]);
    expect(cleanHtml(html)).toMatchObject({ lists: false, tables: true });
  });

  it("that only lays out a page is what stands in it", () => {
    const html = `<table><tr><td><h2>标题</h2><p>一。</p><p>二。</p></td><td><p>旁栏。</p></td></tr></table>
      <table><tr><td>单栏。</td></tr></table>`;
    expect(pasted(html)).toEqual([
      "subhead: 标题",
      "paragraph: 一。",
      "paragraph: 二。",
      "paragraph: 旁栏。",
      "paragraph: 单栏。",
    ]);
    expect(cleanHtml(html).tables).toBe(false);
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
