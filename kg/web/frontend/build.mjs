// Bundles the graph view into ../static, as the pages of `kg serve` load it:
// graph.js, graph-worker.js (the layout), graph.css and the licences of what is bundled.
// A worker of its own file needs no `blob:` in the pages' content security policy.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "static");

const done = await build({
  absWorkingDir: here,
  entryPoints: { graph: "src/page.ts", "graph-worker": "src/worker.ts" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2022", "chrome111", "firefox111", "safari16.4"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
await build({
  absWorkingDir: here,
  entryPoints: { graph: "src/graph.css" },
  outdir: out,
  bundle: true,
  minify: true,
  logLevel: "warning",
});

const packages = new Set();
for (const path of Object.keys(done.metafile.inputs)) {
  const found = /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path);
  if (found) packages.add(found[1]);
}
const licences = [...packages].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const told = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((f) => /^licen[cs]e/i.test(f));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${told.license}`;
  return `${name} ${told.version}\n\n${text}\n`;
});
writeFileSync(join(out, "graph-licences.txt"), licences.join(`\n${"-".repeat(72)}\n\n`));

for (const [path, { bytes }] of Object.entries(done.metafile.outputs))
  console.log(`${path.split("/").pop()}: ${Math.round(bytes / 1024)} kB`);
