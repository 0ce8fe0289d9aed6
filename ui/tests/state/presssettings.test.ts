import { beforeEach, expect, test, vi } from "vitest";
import { HttpTransport } from "../../src/api/http";
import type { ProfileAdd, ProfileView, StyleView } from "../../src/api/wire";
import { Desk } from "../../src/state/desk.svelte";
import { PressSettings } from "../../src/state/presssettings.svelte";
import { answering, refusing } from "../newsroom";

const sheet = (name: string, file_name: string | null, in_use: boolean): StyleView => ({
  ...{
    name,
    file_name,
    in_use,
    lang: "zh-CN",
    profile: "newsprint",
    page_files: "{date}-{page}",
    fault: null,
  },
});

const paper = (name: string, file_name: string | null): ProfileView => ({
  ...{ name, file_name, in_use: file_name === null, condition: "CGATS TR 002", registered: true },
  ...{ description: "Newsprint", ink_limit: 240, fault: null },
});

let added: ProfileAdd[];
let desk: Desk;
let press: PressSettings;

beforeEach(() => {
  added = [];
  answering<ProfileAdd>((name, { args }) => {
    if (name === "styles") return [sheet("evening", null, false), sheet("城事报", "own.json", true)];
    if (name === "profiles") {
      return [paper("newsprint", null), ...added.map(() => paper("gazette", "gazette.icc"))];
    }
    if (name !== "profile_add") return refusing("not-found");
    if (args.ink_limit > 400) return refusing("invalid-field");
    added.push(args);
    return paper("gazette", "gazette.icc");
  });
  desk = new Desk(new HttpTransport(""));
  vi.spyOn(desk.newsroom, "upload").mockResolvedValue("u1");
  press = new PressSettings(desk);
});

test("the title's own sheets are told from those of the program, and what is in use from the rest", async () => {
  await press.load();
  expect(press.own.map(({ name }) => name)).toEqual(["城事报"]);
  expect(press.style?.name).toBe("城事报");
  expect(press.profile?.name).toBe("newsprint");
});

test("a profile is taken in with what its print house says of it, once that is said", async () => {
  expect(press.said).toBe(false);
  press.condition = " FOGRA39 ";
  press.inkLimit = 300;
  expect(press.said).toBe(true);
  await press.addProfile(new File(["icc"], "gazette.icc"));
  expect(added).toEqual([
    {
      ...{ upload: "u1", name: null, condition: "FOGRA39", registered: false },
      ...{ description: null, ink_limit: 300 },
    },
  ]);
  expect(press.profiles.map(({ name }) => name)).toEqual(["newsprint", "gazette"]);
  expect(press.condition).toBe("");
});

test("what is refused leaves what was written as it was", async () => {
  press.condition = "FOGRA39";
  press.inkLimit = 900;
  await press.addProfile(new File(["icc"], "gazette.icc"));
  expect(added).toEqual([]);
  expect(press.condition).toBe("FOGRA39");
  expect(desk.toasts.all.map(({ tone }) => tone)).toEqual(["refused"]);
});
