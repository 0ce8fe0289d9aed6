// A newsroom for one test: a library in a folder of its own, the real server on it, and desks in a real browser.
import { execFile, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

const run = promisify(execFile);
const CLI = named("BROADSHEET_CLI");
const SERVER = named("BROADSHEET_SERVER");

/** How long a thing on the screen may take, in milliseconds, on a loaded machine. */
export const PATIENCE = 45_000;

/** The people of a library that a test begins with. */
export const REPORTER = "示例记者";
export const EDITOR = "示例编辑";
export const CHIEF = "示例总编";

function named(variable) {
  const path = process.env[variable];
  if (path === undefined || path === "") throw new Error(`Set ${variable} to the built program.`);
  return path;
}

/** A file of the samples beside these tests. */
export function sample(name) {
  return fileURLToPath(new URL(`../samples/${name}`, import.meta.url));
}

let browser;
const folders = [];
after(async () => {
  await browser?.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

async function folder() {
  const made = await mkdtemp(join(tmpdir(), "broadsheet-web-"));
  folders.push(made);
  return made;
}

/** The sample library, made once by a build of the program, kept beside it, and copied for each test. */
async function demo() {
  const { mtimeMs, size } = await stat(CLI);
  const kept = join(dirname(CLI), "web-specimens");
  const specimen = join(kept, `${Math.round(mtimeMs)}-${size}`);
  const there = await stat(specimen).catch(() => null);
  if (there === null) {
    await mkdir(kept, { recursive: true });
    const making = await mkdtemp(join(kept, "making-"));
    await run(CLI, ["--library", join(making, "library"), "demo"]);
    // Another file of tests may have been quicker; its specimen is as good.
    await rename(join(making, "library"), specimen).catch(() => null);
    await rm(making, { recursive: true, force: true });
  }
  const copy = join(await folder(), "library");
  await cp(specimen, copy, { recursive: true });
  return copy;
}

/** A library with a named paper and three people, and nothing else. */
async function empty() {
  const library = join(await folder(), "library");
  const staff = [
    [REPORTER, "reporter", "photographer"],
    [EDITOR, "editor", "page-editor"],
    [CHIEF, "chief"],
  ];
  for (const [name, ...roles] of staff) {
    const as = name === REPORTER ? [] : ["--as", REPORTER];
    await run(CLI, [
      ...["--library", library, ...as, "person", "add", name],
      ...roles.flatMap((role) => ["--role", role]),
    ]);
  }
  return library;
}

/** The server on a library, and what a test does with both. */
export class Newsroom {
  /** Opens one for a test; `kind` is "empty", "demo", or "bare" (nobody and nothing in it). */
  static async open(t, kind = "empty") {
    const library = await { empty, demo, bare: async () => join(await folder(), "library") }[kind]();
    const newsroom = new Newsroom(library);
    t.after(() => newsroom.close());
    await newsroom.serve();
    if (kind === "empty") {
      await newsroom.call("title_set", REPORTER, {
        ...{ name: "样报", latin_name: null, lang: "zh-CN", style: "evening" },
        ...{ tags: [], deadline: null },
      });
    }
    return newsroom;
  }

  constructor(library) {
    this.library = library;
    this.contexts = [];
  }

  /** Starts the server; on the port that an earlier one had, a window finds what it kept beside itself. */
  async serve(port = "0") {
    const options = ["--library", this.library, "--port", port];
    this.server = spawn(SERVER, options, { stdio: ["ignore", "pipe", "inherit"] });
    const [address] = await once(createInterface({ input: this.server.stdout }), "line");
    this.address = new URL(address);
  }

  async close() {
    for (const context of this.contexts) await context.close();
    const gone = once(this.server, "exit");
    this.server.kill();
    await gone;
  }

  /** One call as the window makes it: for what a test finds already there. */
  async call(name, as, args) {
    const response = await fetch(new URL(`/api/${name}`, this.address), {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-broadsheet-token": this.address.searchParams.get("token"),
      },
      body: JSON.stringify({ as, cmd_id: randomUUID(), lang: "zh-CN", args }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${name}: ${text}`);
    return JSON.parse(text);
  }

  /** The program's own answer about the library: what is really in it. */
  async ask(...args) {
    const { stdout } = await run(CLI, ["--library", this.library, "--json", ...args]);
    return JSON.parse(stdout);
  }

  /** Like `ask`, for an answer that may be a failure: `{code, answer}`. */
  async tell(...args) {
    try {
      return { code: 0, answer: await this.ask(...args) };
    } catch (failed) {
      return { code: failed.code, answer: failed.stdout === "" ? null : JSON.parse(failed.stdout) };
    }
  }

  /** A story that is there already; answers its id. */
  async story(as, fields) {
    const none = { kicker: null, deck: null, source: null, bylines: [], body: [], rubric: null, tags: [] };
    const { id } = await this.call("story_new", as, { ...none, ...fields });
    return id;
  }

  /** A picture of the samples that goes with a story already; answers its id. */
  async photo(as, name, story, caption) {
    const upload = new URL(`/upload?name=${encodeURIComponent(name)}`, this.address);
    const response = await fetch(upload, {
      method: "POST",
      headers: {
        "content-type": "application/octet-stream",
        "x-broadsheet-token": this.address.searchParams.get("token"),
      },
      body: await readFile(sample(`photos/${name}`)),
    });
    const credit = { role: "摄影", names: [as] };
    const taken = await response.json();
    const { id } = await this.call("photo_add", as, { ...taken, story, caption, credit });
    return id;
  }

  /** Somebody sits down at a window of their own, and says who they are. */
  async desk(person, { look = "light", locale = "zh-CN" } = {}) {
    browser ??= await chromium.launch({
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        ...["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        ...["--disable-sync", "--no-first-run"],
      ],
    });
    const context = await browser.newContext({
      ...{ viewport: { width: 1440, height: 900 }, colorScheme: look, locale, acceptDownloads: true },
      permissions: ["clipboard-read", "clipboard-write"],
      reducedMotion: "reduce",
    });
    this.contexts.push(context);
    const page = await context.newPage();
    const desk = new Desk(this, page);
    page.on("pageerror", (error) => desk.errors.push(error.message));
    page.setDefaultTimeout(PATIENCE);
    await page.goto(this.address.href);
    if (person !== null) await desk.become(person);
    return desk;
  }
}

/** A window with a person before it. */
export class Desk {
  constructor(newsroom, page) {
    this.newsroom = newsroom;
    this.page = page;
    this.keyboard = page.keyboard;
    /** What went wrong in the page itself. */
    this.errors = [];
  }

  /** Says who one is, in the menu that opens by itself where nobody has been chosen. */
  async become(person) {
    const menu = this.page.getByRole("menu");
    await this.page.locator("header.top button.me").waitFor();
    if ((await this.page.locator("header.top .nobody").count()) === 0) {
      await this.page.locator("header.top button.me").click();
    }
    await menu.getByRole("menuitemradio", { name: person }).click();
    await menu.waitFor({ state: "detached" });
  }

  /** Types, a key after another. */
  async type(text) {
    for (const character of text) await this.keyboard.type(character);
  }

  async press(...keys) {
    for (const key of keys) await this.keyboard.press(key);
  }

  /** Waits until all that was typed is said to be saved. */
  async saved(timeout = PATIENCE) {
    await this.page.locator("[data-saving=saved]").waitFor({ timeout });
  }

  /** The id of the story, page … that the window shows. */
  get open() {
    return decodeURIComponent(/#\/[a-z]+\/([^?]+)/.exec(this.page.url())?.[1] ?? "");
  }

  /** What a part of the open story says: kicker, headline, deck, paragraph. */
  part(name) {
    return this.page.locator(`.copy [data-part=${name}]`);
  }

  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** A short message at the foot of the window. */
  toast(text) {
    return this.page.locator(".toast", { hasText: text });
  }

  /** Runs what the palette finds first for some words. */
  async command(words) {
    await this.press("Control+k");
    const field = this.page.getByRole("dialog").getByRole("combobox");
    await field.pressSequentially(words);
    await this.page.locator("#palette-list [aria-selected=true]").filter({ hasText: words }).waitFor();
    await this.press("Enter");
  }

  /** Opens a story from the list as the mouse does. */
  async openStory(headline) {
    await this.page.locator(".line.story", { hasText: headline }).dblclick();
    await this.page.locator(".copy").waitFor();
  }

  /** Drops files of this machine on a point of the window, as a file manager would. */
  async dropFiles(files, x = 500, y = 500) {
    const devtools = await this.page.context().newCDPSession(this.page);
    const data = { items: [], files, dragOperationsMask: 1 };
    for (const type of ["dragEnter", "dragOver", "drop"]) {
      await devtools.send("Input.dispatchDragEvent", { type, x, y, data });
    }
    await devtools.detach();
  }

  /** The newsroom refuses a call, until what is answered here is called. */
  async refuse(call) {
    const path = `**/api/${call}`;
    const body = JSON.stringify({ code: "disk-full", message: "磁盘已满" });
    await this.page.route(path, (route) =>
      route.fulfill({ status: 422, contentType: "application/json", body }),
    );
    return () => this.page.unroute(path);
  }

  /** Pastes what a word processor or a web page leaves on the clipboard. */
  async pasteHtml(html) {
    await this.page.evaluate(async (given) => {
      const data = { "text/html": new Blob([given], { type: "text/html" }) };
      await navigator.clipboard.write([new ClipboardItem(data)]);
    }, html);
    await this.press("Control+V");
  }

  /** Pastes a text with the keys, wherever the cursor is. */
  async paste(text) {
    await this.page.evaluate((given) => navigator.clipboard.writeText(given), text);
    await this.press("Control+V");
  }
}
