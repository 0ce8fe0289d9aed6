import { Node } from "prosemirror-model";
import { Step } from "prosemirror-transform";
import { describe, expect, it } from "vitest";
import { schema } from "../../src/editor/schema";
import { cases } from "./cases";

describe("random steps", () => {
  it("come to the result that is written beside them, from JSON too", () => {
    for (const { doc, steps, result } of cases(11, 100)) {
      let node = Node.fromJSON(schema, doc);
      for (const step of steps) {
        const applied = Step.fromJSON(schema, step).apply(node);
        if (applied.doc === null) throw new Error(applied.failed ?? "failed");
        node = applied.doc;
        node.check();
      }
      expect(node.toJSON()).toEqual(result);
    }
  });

  it("are the same for the same seed, and others for another", () => {
    expect(cases(5, 10)).toEqual(cases(5, 10));
    expect(cases(5, 10)).not.toEqual(cases(6, 10));
  });
});
