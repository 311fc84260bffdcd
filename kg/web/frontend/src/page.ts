// The graph view of a page: fills <div id="graph" data-url="/graph.json?…"> and joins its parts.
//
// The element's attributes: `data-url` what to load, and to expand nodes from; `data-graph` the graph
// itself, where the page holds it; `data-graphml` and `data-gexf` addresses of
// downloads; `data-strings` texts as JSON; `data-worker` the layout's script where it does not lie
// beside this one. Its state is told in `data-state` (loading, ready, failed) and `data-layout`.
import { MultiGraph } from "graphology";
import { checked, fetched, merge, resize, type EdgeValues, type NodeValues } from "./data";
import { el } from "./elements";
import { View } from "./view";
import { inRings } from "./place";
import { Words } from "./words";

const here = (document.currentScript as HTMLScriptElement | null)?.src ?? location.href;

async function begin(root: HTMLElement): Promise<void> {
  const words = new Words(root.dataset.strings);
  const status = el("p", { class: "graph-status", role: "status" }, words.say("loading"));
  root.dataset.state = "loading";
  root.replaceChildren(status);
  try {
    await filled(root, status, words);
  } catch (error) {
    root.dataset.state = "failed";
    root.replaceChildren(status);
    status.textContent = words.say("failed", { why: error instanceof Error ? error.message : "" });
  }
}

async function filled(root: HTMLElement, status: HTMLElement, words: Words): Promise<void> {
  const url = new URL(root.dataset.url ?? "/graph.json", location.href);
  const graph = new MultiGraph<NodeValues, EdgeValues>();
  const given = root.dataset.graph;
  const answer = given ? checked(JSON.parse(given)) : await fetched(url);
  performance.mark("graph-data");
  merge(graph, answer);
  const { truncated } = answer;
  const focus = url.searchParams.get("focus");
  resize(graph);
  inRings(graph, focus);
  const script = new URL(root.dataset.worker ?? "graph-worker.js", root.dataset.worker ? location.href : here);
  const view = new View(root, status, graph, words, { url, script, focus, truncated });
  view.begin();
}

const root = document.getElementById("graph");
if (root) void begin(root);
