// The layout, off the main thread: steps of ForceAtlas2 on the matrices that `layout.ts` sends.
//
// Each turn runs for a while, posts where the nodes are, and waits for "go", so that a slow page is
// never flooded with positions. It ends where the nodes hardly move, or after `most` steps.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import type { FromWorker, ToWorker } from "./messages";
import { PER_NODE } from "./messages";

const SHORTEST_TURN = 40; // milliseconds; the more nodes, the longer: each turn is drawn once
const LONGEST_TURN = 500;
const NODES_A_MILLISECOND = 20;
const STILL = 2e-4; // mean way of a step, as a part of the picture's width

let run = 0;
let nodes = new Float32Array(0);
let edges = new Float32Array(0);
let settings: object = {};
let most = 0;
let steps = 0;

const post = (message: FromWorker, moved: Transferable[]): void =>
  (self as unknown as Worker).postMessage(message, moved);

self.addEventListener("message", ({ data }: MessageEvent<ToWorker>) => {
  if (data.do === "start") {
    ({ run, settings, most } = data);
    nodes = new Float32Array(data.nodes);
    edges = new Float32Array(data.edges);
    steps = 0;
    turn();
  } else if (data.run === run) turn();
});

function turn(): void {
  const drawing = nodes.length / PER_NODE / NODES_A_MILLISECOND;
  const until = performance.now() + Math.min(LONGEST_TURN, SHORTEST_TURN + drawing);
  let still = false;
  do {
    const before = places();
    iterate(settings, nodes, edges);
    steps += 1;
    still = moved(before) < STILL;
  } while (!still && steps < most && performance.now() < until);
  const xy = places();
  post({ run, xy, steps, done: still || steps >= most }, [xy.buffer]);
}

function places(): Float32Array<ArrayBuffer> {
  const xy = new Float32Array((nodes.length / PER_NODE) * 2);
  for (let from = 0, to = 0; from < nodes.length; from += PER_NODE) {
    xy[to++] = nodes[from]!;
    xy[to++] = nodes[from + 1]!;
  }
  return xy;
}

/** The mean way of a node in the last step, as a part of the picture's width. */
function moved(before: Float32Array): number {
  let way = 0;
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0, n = 0; i < before.length; i += 2, n += PER_NODE) {
    const x = nodes[n]!;
    const y = nodes[n + 1]!;
    way += Math.hypot(x - before[i]!, y - before[i + 1]!);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const wide = Math.max(right - left, bottom - top);
  return wide > 0 ? way / (before.length / 2) / wide : 0;
}
