// What the server answers at /graph.json, checked and put into a graph.
import { MultiGraph } from "graphology";

export interface NodeValues {
  label: string;
  kind: string;
  url: string | null;
  count: number; // what the server counts of it; 0 where it counts nothing
  x: number;
  y: number;
  size: number; // radius in the picture
}

export interface EdgeValues {
  kind: string;
  label: string;
  weight: number;
}

export type Network = MultiGraph<NodeValues, EdgeValues>;

interface Answer {
  nodes: { id: string; label: string; kind: string; url: string | null; size: number }[];
  edges: { source: string; target: string; kind: string; label: string; weight: number }[];
  truncated: boolean;
}

const UNUSABLE = "__proto__"; // as an id: the libraries keep nodes in plain objects
const PATIENCE = 60_000; // milliseconds for one answer

/** Fetch a graph. Throws an Error whose message says what is wrong with the answer. */
export async function fetched(url: URL): Promise<Answer> {
  const answer = await fetch(url, {
    headers: { Accept: "application/json" },
    signal: AbortSignal.timeout(PATIENCE),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`.trim());
  return checked(await answer.json());
}

/** A graph as it was told, with what is usable of it. Throws an Error where that is none. */
export function checked(told: unknown): Answer {
  if (!isObject(told) || !Array.isArray(told.nodes) || !Array.isArray(told.edges))
    throw new Error("no nodes and edges");
  return {
    nodes: told.nodes.filter((node) => isObject(node) && node.id !== UNUSABLE).map((node) => ({
      id: String(node.id),
      label: shown(text(node.label) || String(node.id)),
      kind: text(node.kind) || "other",
      url: ownAddress(node.url),
      size: positive(node.size, 0),
    })),
    edges: told.edges.filter(isObject).map((edge) => ({
      source: String(edge.source),
      target: String(edge.target),
      kind: text(edge.kind),
      label: shown(text(edge.label)),
      weight: positive(edge.weight, 1),
    })),
    truncated: told.truncated === true,
  };
}

/** Add what is new; returns the ids of the nodes and the number of edges added. */
export function merge(graph: Network, answer: Answer): { nodes: string[]; edges: number } {
  const nodes: string[] = [];
  for (const { id, label, kind, url, size } of answer.nodes) {
    if (graph.hasNode(id)) continue;
    graph.addNode(id, { label, kind, url, count: size, x: 0, y: 0, size: 1 });
    nodes.push(id);
  }
  let edges = 0;
  for (const { source, target, kind, label, weight } of answer.edges) {
    // The same edge has another number in each answer; this is what it is.
    const id = JSON.stringify([source, kind, target]);
    if (graph.hasEdge(id) || !graph.hasNode(source) || !graph.hasNode(target)) continue;
    graph.addEdgeWithKey(id, source, target, { kind, label, weight });
    edges += 1;
  }
  return { nodes, edges };
}

const SMALLEST = 3;
const WIDEST = 14; // radii on the screen, where there are few nodes

/** Give each node a radius by its count, or its edges where there are more by now. */
export function resize(graph: Network): void {
  const told = (id: string, count: number): number => Math.max(count, graph.degree(id));
  let largest = 1;
  graph.forEachNode((id, { count }) => void (largest = Math.max(largest, told(id, count))));
  const crowd = Math.min(1, Math.max(0.45, Math.sqrt(400 / graph.order)));
  // No hint of what changes: sigma must also take in the nodes it has not drawn yet.
  graph.updateEachNodeAttributes((id, values) => {
    const share = Math.sqrt(told(id, values.count) / largest);
    return { ...values, size: crowd * (SMALLEST + (WIDEST - SMALLEST) * share) };
  });
}

/** An address on this server, else null: answers may come from a store that strangers filled. */
function ownAddress(told: unknown): string | null {
  if (typeof told !== "string" || !told) return null;
  try {
    const url = new URL(told, location.href);
    return url.origin === location.origin ? url.href : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A text without what would steer it (line ends, other directions), as the pages show it. */
function shown(told: string): string {
  return told.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}

function positive(value: unknown, instead: number): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? value : instead;
}
