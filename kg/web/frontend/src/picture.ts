// The picture: sigma on the graph, with what is chosen, found and hidden.
import Sigma from "sigma";
import type { Network, NodeValues, EdgeValues } from "./data";
import { labels, look, ringed, type Look } from "./look";

export interface Shown {
  chosen: string | null;
  focus: string | null;
  hidden: Set<string>; // kinds
  found: Set<string> | null; // nodes that a search found; null: none is on
}

const FEW = 60; // nodes that there is room to label all of
const NARROW = 600; // pixels
const CROWD = 300; // edges from which they are drawn thin
const MANY_EDGES = 4000;
const DOUBLE_CLICK = 260; // milliseconds
const MOVE = 300;
const RIM = 20; // pixels

export class Picture {
  private readonly sigma: Sigma<NodeValues, EdgeValues>;
  private colours: Look;
  private beside = new Set<string>(); // the chosen node and its neighbours

  /** Draws at once. Throws where the browser has no WebGL. */
  constructor(
    private readonly graph: Network,
    private readonly root: HTMLElement,
    readonly stage: HTMLElement,
    private readonly shown: Shown,
    private readonly still: () => boolean,
  ) {
    this.colours = look(root);
    const now = (): Look => this.colours;
    const roomy = graph.order <= FEW && stage.clientWidth > NARROW;
    this.sigma = new Sigma<NodeValues, EdgeValues>(graph, stage, {
      allowInvalidContainer: true,
      defaultDrawNodeLabel: labels(now),
      defaultDrawNodeHover: ringed(now),
      labelSize: 13,
      labelDensity: 1,
      labelGridCellSize: roomy ? 60 : 170,
      labelRenderedSizeThreshold: graph.order > FEW ? 5 : 2,
      minCameraRatio: 0.01,
      maxCameraRatio: 4,
      hideEdgesOnMove: graph.size > MANY_EDGES,
      stagePadding: 40,
      zIndex: true,
      nodeReducer: (id, values) => this.node(id, values),
      edgeReducer: (id, values) => this.edge(id, values),
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.recolour());
    matchMedia("print").addEventListener("change", () => this.recolour());
  }

  /** `single` after a click that no second one follows. */
  clicks(at: { first: (id: string) => void; single: (id: string) => void; double: (id: string) => void;
    ground: () => void; }): void {
    let timer = 0;
    this.sigma.on("clickNode", ({ node }) => {
      at.first(node);
      clearTimeout(timer);
      timer = window.setTimeout(() => at.single(node), DOUBLE_CLICK);
    });
    this.sigma.on("doubleClickNode", ({ node, preventSigmaDefault }) => {
      preventSigmaDefault();
      clearTimeout(timer);
      at.double(node);
    });
    this.sigma.on("clickStage", at.ground);
    this.sigma.on("enterNode", () => this.stage.classList.add("graph-over"));
    this.sigma.on("leaveNode", () => this.stage.classList.remove("graph-over"));
  }

  /** Draw anew after `shown` has changed. */
  refresh(): void {
    const { chosen } = this.shown;
    this.beside = new Set(chosen === null ? [] : [chosen, ...this.graph.neighbors(chosen)]);
    this.sigma.refresh({ skipIndexation: true, schedule: true });
  }

  /** Bring a node into the middle where it is outside the picture. */
  reveal(id: string): void {
    const { x, y } = this.place(id);
    const { width, height } = this.sigma.getDimensions();
    const inside = x > RIM && x < width - RIM && y > RIM && y < height - RIM;
    if (inside) return;
    const middle = this.sigma.viewportToFramedGraph({ x, y });
    this.move({ ...this.sigma.getCamera().getState(), ...middle });
  }

  zoom(factor: number): void {
    const { ratio, ...rest } = this.sigma.getCamera().getState();
    this.move({ ...rest, ratio: this.sigma.getCamera().getBoundedRatio(ratio / factor) });
  }

  /** Show all again where nobody has zoomed in: the graph has grown. */
  grown(): void {
    if (this.sigma.getCamera().getState().ratio >= 1) this.fit();
  }

  fit(): void {
    this.move({ x: 0.5, y: 0.5, angle: 0, ratio: 1 });
  }

  /** A canvas with all layers over the ground, drawn now. */
  copy(): HTMLCanvasElement {
    // The drawing buffers are only there until the browser has shown them: draw and copy at once.
    this.sigma.refresh({ schedule: false });
    const layers = this.sigma.getCanvases();
    const out = document.createElement("canvas");
    const first = layers.nodes!;
    [out.width, out.height] = [first.width, first.height];
    const context = out.getContext("2d")!;
    context.fillStyle = this.colours.ground;
    context.fillRect(0, 0, out.width, out.height);
    for (const name of ["edges", "edgeLabels", "nodes", "labels", "hovers", "hoverNodes"]) {
      const layer = layers[name];
      if (layer) context.drawImage(layer, 0, 0);
    }
    return out;
  }

  /** Do something with the picture in the colours of paper, whatever those of the screen. */
  onPaper<T>(make: () => T): T {
    this.root.classList.add("graph-on-paper");
    this.colours = look(this.root);
    try {
      return make();
    } finally {
      this.root.classList.remove("graph-on-paper");
      this.recolour();
    }
  }

  get look(): Look {
    return this.colours;
  }

  /** Where a node is on the page, in pixels from the stage's corner. */
  place(id: string): { x: number; y: number } {
    return this.sigma.graphToViewport(this.graph.getNodeAttributes(id));
  }

  private recolour(): void {
    this.colours = look(this.root);
    this.sigma.refresh({ skipIndexation: true });
  }

  private move(state: { x: number; y: number; angle: number; ratio: number }): void {
    if (this.still()) this.sigma.getCamera().setState(state);
    else void this.sigma.getCamera().animate(state, { duration: MOVE });
  }

  private node(id: string, values: NodeValues): object {
    const { chosen, focus, hidden, found } = this.shown;
    const { x, y, size, label, kind } = values;
    if (hidden.has(kind)) return { x, y, size, hidden: true };
    const lit = chosen !== null ? this.beside : found;
    if (lit !== null && !lit.has(id)) return { x, y, size, label: null, color: this.colours.faint, zIndex: 0 };
    return {
      x, y, size, label,
      color: this.colours.kind(kind),
      highlighted: id === chosen,
      forceLabel: id === focus || id === chosen || (found !== null && found.size <= 20),
      zIndex: id === chosen ? 2 : 1,
    };
  }

  private edge(id: string, { weight }: EdgeValues): object {
    const { chosen, hidden, found } = this.shown;
    const [source, target] = this.graph.extremities(id);
    const kindOf = (node: string): string => this.graph.getNodeAttribute(node, "kind");
    if (hidden.has(kindOf(source)) || hidden.has(kindOf(target))) return { hidden: true };
    const size = Math.min(5, (this.graph.size > CROWD ? 0.8 : 1.6) + Math.log2(weight) / 2);
    if (chosen === null && found === null) return { size, color: this.colours.edge, zIndex: 0 };
    const lit =
      chosen !== null ? source === chosen || target === chosen : found!.has(source) && found!.has(target);
    if (lit) return { size: size + 0.6, color: this.colours.strong, zIndex: 1 };
    return { size: Math.min(size, 1), color: this.colours.faint, zIndex: 0, hidden: this.graph.size > MANY_EDGES };
  }
}
