import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath, URL } from "node:url";
import { defineConfig } from "vitest/config";

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: {
      // One schema for the editor here and for the log in Rust.
      "story-schema": at("../crates/copy/schema/story.json"),
    },
  },
  server: { fs: { allow: [at("."), at("../crates/copy/schema")] } },
  build: {
    target: "es2022",
    // A strict content security policy takes no `data:` scripts and no inline module preload.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
  },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
