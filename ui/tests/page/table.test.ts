import { beforeEach, expect, test } from "vitest";
import { HttpTransport } from "../../src/api/http";
import { MakeUpTable } from "../../src/page/table.svelte";
import { Desk } from "../../src/state/desk.svelte";
import { answering, refusing } from "../newsroom";

const PAGE = "0198c0de-0000-7000-8000-000000000001";
const CHIEF = { id: "0198c0de-0000-7000-8000-00000000000c", name: "Chief" };
const EMPTY = { modules: [], bands: [] };

interface Args {
  version: number;
  hash: string;
}

/** The page as the newsroom has it, and every signature that was asked for. */
let version: number;
let signed: string[];

const page = (): unknown => ({
  ...{ id: PAGE, number: "A1", version, hash: `hash ${version}`, etag: `etag ${version}` },
  ...{ make_up: EMPTY, can: ["lay", "sign"], signatures: [], stories: [], tray: [], stops: [], notices: [] },
});

beforeEach(() => {
  version = 1;
  signed = [];
  answering<Args>((name, { args }) => {
    if (name === "page_lay") {
      if (args.version !== version) return refusing("stale");
      version += 1;
    }
    if (name === "page_sign") {
      if (args.hash !== `hash ${version}`) return refusing("stale");
      signed.push(args.hash);
    }
    return name.startsWith("page") ? page() : refusing("not-found");
  });
});

async function opened(): Promise<MakeUpTable> {
  const table = new MakeUpTable(new Desk(new HttpTransport("")), PAGE);
  await table.load();
  return table;
}

test("a signature waits for what was laid here a moment ago, and is for that page", async () => {
  const table = await opened();
  void table.laid.lay(EMPTY);
  expect(await table.passing.sign(CHIEF)).toBe(true);
  expect(signed).toEqual(["hash 2"]);
});

test("where the last laying is refused, the page that is there instead is not signed unseen", async () => {
  const table = await opened();
  // Somebody else lays the page; this desk has not looked around yet.
  version = 2;
  void table.laid.lay(EMPTY);
  expect(await table.passing.sign(CHIEF)).toBe(false);
  expect(signed).toEqual([]);
  expect(table.passing.refusal?.code).toBe("stale");
  expect(table.laid.page?.hash).toBe("hash 2");
  // It has been looked at now: a second signature is for it.
  expect(await table.passing.sign(CHIEF)).toBe(true);
  expect(signed).toEqual(["hash 2"]);
});
