// The parts of the graph view on the page, and what happens between them.
import { fetched, merge, resize, type Network } from "./data";
import { Details } from "./details";
import { button, el, KINDS, swatch } from "./elements";
import { Layout, type Running } from "./layout";
import { List } from "./list";
import { Picture, type Shown } from "./picture";
import { around } from "./place";
import { asAddress, savePng } from "./save";
import { folded, type Words } from "./words";

interface Given {
  url: URL;
  script: URL;
  focus: string | null;
  truncated: boolean;
}

const TYPING = 120; // milliseconds without a key before a search is made

export class View {
  private readonly shown: Shown;
  private readonly stage: HTMLElement;
  private readonly list: List;
  private readonly details: Details;
  private readonly layout: Layout;
  private picture: Picture | null = null;
  private readonly kinds: HTMLElement;
  private readonly search: HTMLInputElement;
  private readonly pause: HTMLButtonElement;
  private readonly expanded = new Set<string>();

  constructor(
    private readonly root: HTMLElement,
    private readonly status: HTMLElement,
    private readonly graph: Network,
    private readonly words: Words,
    private readonly given: Given,
  ) {
    const say = (key: string): string => words.say(key);
    this.shown = { chosen: null, focus: given.focus, hidden: new Set(), found: null };
    this.stage = el("div", { class: "graph-stage", role: "img", "aria-label": say("picture") });
    this.kinds = el("fieldset", { class: "graph-kinds" });
    this.search = el("input", { type: "search", id: "graph-search", autocomplete: "off", "aria-controls": "graph-list" });
    const heard = {
      choose: (id: string) => this.choose(id, true),
      expand: (id: string) => void this.expand(id),
      open: (id: string) => this.open(id),
    };
    this.list = new List(graph, words, heard);
    this.details = new Details(graph, words, heard);
    this.layout = new Layout(graph, given.script, still, (state) => this.moved(state));
    this.pause = button("pause", say("pause"), () =>
      this.layout.state === "running" ? this.layout.pause() : this.layout.resume());
  }

  begin(): void {
    const { root, words } = this;
    const tools = el("div", { class: "graph-tools" }, ...this.tools());
    const side = el(
      "div",
      { class: "graph-side" },
      el("label", { class: "graph-find", for: "graph-search" }, words.say("search")),
      this.search,
      this.list.box,
      this.details.box,
    );
    const help = el("p", { class: "graph-help", id: "graph-help" }, words.say("help"));
    this.list.box.setAttribute("aria-describedby", "graph-help");
    root.replaceChildren(this.kinds, tools, el("div", { class: "graph-main" }, this.stage, side), this.status, help);
    this.draw();
    this.legend();
    const { length } = this.refill();
    this.listen();
    const number = words.say("found", { n: length, all: length });
    const notes = [length ? number : words.say("empty"), this.given.truncated ? words.say("truncated") : ""];
    this.tell([...notes, this.picture ? "" : words.say("no_webgl")].filter(Boolean).join(". "));
    // In the second frame from now the first one, with the picture, is on the screen.
    requestAnimationFrame(() => requestAnimationFrame(() => this.painted()));
  }

  private draw(): void {
    try {
      this.picture = new Picture(this.graph, this.root, this.stage, this.shown, still);
    } catch {
      this.stage.replaceChildren(el("p", {}, this.words.say("no_webgl")));
      return;
    }
    this.picture.clicks({
      first: (id) => this.choose(id, false),
      single: (id) => void this.expand(id),
      double: (id) => this.open(id),
      ground: () => this.choose(null, false),
    });
  }

  private painted(): void {
    performance.mark("graph-first-paint");
    this.root.dataset.state = "ready";
    // Only now: the layout's worker would take the first picture's time.
    if (this.picture) this.layout.start();
  }

  private tools(): HTMLElement[] {
    const say = (key: string): string => this.words.say(key);
    const { graphml, gexf } = this.root.dataset;
    const files = [["GraphML", graphml], ["GEXF", gexf]].flatMap(([name, address]) =>
      address ? [el("a", { class: "graph-button", href: address, download: true }, name!)] : []);
    const png = button("png", "PNG", () => {
      if (this.picture) void savePng(this.picture, this.legendRows(), "graph.png");
    });
    return [
      this.pause,
      button("zoom-in", say("zoom_in"), () => this.picture?.zoom(1.5)),
      button("zoom-out", say("zoom_out"), () => this.picture?.zoom(1 / 1.5)),
      button("fit", say("fit"), () => this.picture?.fit()),
      el("span", { class: "graph-files", role: "group", "aria-label": say("download") }, `${say("download")} `, png, ...files),
    ];
  }

  private listen(): void {
    let timer = 0;
    this.search.addEventListener("input", () => {
      clearTimeout(timer);
      timer = window.setTimeout(() => this.find(), TYPING);
    });
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown" && event.key !== "Enter") return;
      event.preventDefault();
      clearTimeout(timer);
      this.find();
      this.list.box.focus();
    });
    this.root.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.shown.chosen !== null) this.choose(null, false);
    });
    window.addEventListener("beforeprint", () => this.toPaper());
  }

  /** Kinds with their numbers: the legend, and what is shown. */
  private legend(): void {
    const numbers = this.numbers();
    const rows = [...numbers].map(([kind, number]) => {
      const box = el("input", { type: "checkbox", value: kind, checked: !this.shown.hidden.has(kind) });
      box.addEventListener("change", () => {
        if (box.checked) this.shown.hidden.delete(kind);
        else this.shown.hidden.add(kind);
        this.find();
      });
      return el("label", {}, box, swatch(kind), `${this.words.kind(kind)} (${number})`);
    });
    this.kinds.replaceChildren(el("legend", {}, this.words.say("kinds")), ...rows);
  }

  private legendRows(): [string, string][] {
    const shown = [...this.numbers().keys()].filter((kind) => !this.shown.hidden.has(kind));
    return shown.map((kind) => [kind, this.words.kind(kind)]);
  }

  /** How many nodes there are of each kind, in the order of the legend. */
  private numbers(): Map<string, number> {
    const numbers = new Map<string, number>();
    this.graph.forEachNode((_, { kind }) => numbers.set(kind, (numbers.get(kind) ?? 0) + 1));
    const rank = (kind: string): number => (KINDS.indexOf(kind) + KINDS.length + 1) % (KINDS.length + 1);
    return new Map([...numbers].sort(([a], [b]) => rank(a) - rank(b)));
  }

  /** List what the search and the kinds leave, and say how many that are. */
  private find(): void {
    const { length } = this.refill();
    this.picture?.refresh();
    this.tell(this.words.say("found", { n: length, all: this.graph.order }));
  }

  private refill(): string[] {
    const terms = folded(this.search.value).split(/\s+/).filter(Boolean);
    const found = this.graph.filterNodes((_, { label, kind }) => {
      if (this.shown.hidden.has(kind)) return false;
      const text = folded(label);
      return terms.every((term) => text.includes(term));
    });
    this.shown.found = terms.length ? new Set(found) : null;
    const { chosen } = this.shown;
    if (chosen !== null && this.shown.hidden.has(this.graph.getNodeAttribute(chosen, "kind")))
      this.choose(null, false);
    const rank = (id: string): number => this.graph.getNodeAttribute(id, "size");
    found.sort((a, b) => rank(b) - rank(a));
    this.list.fill(found, this.shown.chosen);
    return found;
  }

  /** Choose a node everywhere; `reveal`: move the picture to it. */
  private choose(id: string | null, reveal: boolean): void {
    this.shown.chosen = id;
    this.list.choose(id);
    this.details.show(id, id !== null && this.expanded.has(id));
    this.picture?.refresh();
    if (id === null) return;
    if (reveal) this.picture?.reveal(id);
    const { label, kind } = this.graph.getNodeAttributes(id);
    this.tell(this.words.say("chosen", { label, kind: this.words.kind(kind, "one"), n: this.graph.degree(id) }));
  }

  private open(id: string): void {
    const { url } = this.graph.getNodeAttributes(id);
    if (url) location.assign(url);
  }

  private async expand(id: string): Promise<void> {
    if (this.expanded.has(id)) return;
    this.expanded.add(id);
    const { label } = this.graph.getNodeAttributes(id);
    this.tell(this.words.say("expanding", { label }));
    const url = new URL(this.given.url); // days and roles stay as they were asked for
    url.searchParams.set("focus", id);
    url.searchParams.set("hops", "1");
    try {
      const answer = await fetched(url);
      const fresh = merge(this.graph, answer);
      around(this.graph, id, fresh.nodes);
      resize(this.graph);
      this.legend();
      this.refill();
      const told = this.words.say("expanded", { label, nodes: fresh.nodes.length, edges: fresh.edges });
      if (this.shown.chosen === id) this.details.show(id, true);
      this.picture?.refresh();
      this.picture?.grown();
      if (fresh.nodes.length || fresh.edges) this.layout.start();
      this.tell(answer.truncated ? `${told}. ${this.words.say("truncated")}` : told);
    } catch (error) {
      this.expanded.delete(id);
      const why = error instanceof Error ? error.message : "";
      this.tell(this.words.say("expand_failed", { label, why }));
    }
  }

  private moved(state: Running): void {
    this.root.dataset.layout = state;
    const runs = state === "running";
    this.pause.textContent = this.words.say(runs ? "pause" : "resume");
    this.pause.disabled = state === "failed";
    if (state === "failed") this.tell(this.words.say("layout_failed"));
  }

  /** A page on paper shows the picture as an image: a printer gets no WebGL. */
  private toPaper(): void {
    if (!this.picture) return;
    this.stage.querySelector(".graph-paper")?.remove();
    const image = el("img", { class: "graph-paper", alt: "", src: asAddress(this.picture, this.legendRows()) });
    this.stage.append(image);
  }

  private tell(text: string): void {
    this.status.textContent = text;
  }
}

/** Whether the reader asked for less motion. */
function still(): boolean {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
