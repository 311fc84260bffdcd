// The page's side of the layout: starts, pauses and goes on; moves the nodes as the worker tells.
import { inferSettings } from "graphology-layout-forceatlas2";
import { graphToByteArrays } from "graphology-layout-forceatlas2/helpers.js";
import type { Network } from "./data";
import type { FromWorker, ToWorker } from "./messages";

export type Running = "running" | "paused" | "done" | "failed";

const STEPS_OF_FEW = 2000;
const STEPS_AT_LEAST = 200;
const MANY = 600; // nodes from which far ones are reckoned as groups (Barnes-Hut)
const COARSE = 1.2; // how far is far; Gephi's own

export class Layout {
  state: Running = "done";
  private worker: Worker | null = null;
  private run = 0;
  private waiting = false; // the worker waits for "go"

  /**
   * `still`: the nodes move once, when the layout is done (who asked for less motion).
   * `told` is called whenever `state` changes.
   */
  constructor(
    private readonly graph: Network,
    private readonly script: URL,
    private readonly still: () => boolean,
    private readonly told: (state: Running) => void,
  ) {}

  /** Lay the graph out from where its nodes are; again after nodes were added. */
  start(): void {
    if (this.graph.order < 2) return this.turn("done");
    try {
      this.worker ??= this.hired();
    } catch {
      return this.turn("failed");
    }
    this.run += 1;
    const { nodes, edges } = graphToByteArrays(this.graph, (_, { weight }) => 1 + Math.log(weight));
    const settings = {
      ...inferSettings(this.graph.order),
      barnesHutOptimize: this.graph.order > MANY,
      barnesHutTheta: COARSE,
      edgeWeightInfluence: 1,
      linLogMode: false,
      outboundAttractionDistribution: false,
      adjustSizes: false,
    };
    const message: ToWorker = {
      do: "start",
      run: this.run,
      nodes: nodes.buffer,
      edges: edges.buffer,
      settings,
      most: Math.max(STEPS_AT_LEAST, Math.round((STEPS_OF_FEW * 100) / (this.graph.order + 100))),
    };
    this.waiting = false;
    this.worker.postMessage(message, [nodes.buffer, edges.buffer]);
    this.turn("running");
  }

  pause(): void {
    if (this.state === "running") this.turn("paused");
  }

  resume(): void {
    if (this.state === "paused") {
      this.turn("running");
      if (this.waiting) this.go();
    } else if (this.state === "done") this.start();
  }

  private hired(): Worker {
    const worker = new Worker(this.script);
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => this.heard(data));
    worker.addEventListener("error", () => this.turn("failed"));
    return worker;
  }

  private heard({ run, xy, done }: FromWorker): void {
    if (run !== this.run) return;
    if (done || !this.still()) this.move(xy);
    if (done) return this.turn("done");
    this.waiting = true;
    // Not before this turn is drawn: what nobody sees need not be reckoned.
    if (this.state === "running") requestAnimationFrame(() => this.go());
  }

  private go(): void {
    if (!this.waiting || this.state !== "running") return;
    this.waiting = false;
    this.worker?.postMessage({ do: "go", run: this.run } satisfies ToWorker);
  }

  private move(xy: Float32Array): void {
    let at = 0;
    this.graph.updateEachNodeAttributes(
      (_, values) => {
        values.x = xy[at++]!;
        values.y = xy[at++]!;
        return values;
      },
      { attributes: ["x", "y"] },
    );
  }

  private turn(state: Running): void {
    this.state = state;
    this.told(state);
  }
}
