// Random documents and steps of the interface's own schema, a JSON line each:
// {"doc":…,"steps":[…],"result":…}. The log, which applies the same steps in Rust, must come to the same result.
//
//   node tests/parity/generate.mjs --seed 7 --count 200
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { runnerImport } from "vite";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const { values } = parseArgs({
  options: { seed: { type: "string", default: "1" }, count: { type: "string", default: "100" } },
});
const { module } = await runnerImport(at("cases.ts"), {
  root: at("../.."),
  resolve: { alias: { "story-schema": at("../../../crates/copy/schema/story.json") } },
  logLevel: "error",
});
for (const parityCase of module.cases(Number(values.seed), Number(values.count))) {
  process.stdout.write(`${JSON.stringify(parityCase)}\n`);
}
