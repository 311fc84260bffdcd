// What is known of the node chosen: its page, and what it is connected to.
import type { Network } from "./data";
import { button, el, swatch } from "./elements";
import type { Words } from "./words";

const MOST = 50; // connections listed

export class Details {
  readonly box = el("section", { class: "graph-details", hidden: true });

  constructor(
    private readonly graph: Network,
    private readonly words: Words,
    private readonly heard: { choose: (id: string) => void; expand: (id: string) => void },
  ) {}

  show(id: string | null, expanded: boolean): void {
    this.box.hidden = id === null;
    if (id === null) return this.box.replaceChildren();
    const { label, kind, url } = this.graph.getNodeAttributes(id);
    // Names are Vietnamese whatever the interface is.
    const name = el("h2", { class: "graph-name", lang: "vi" }, swatch(kind), url ? el("a", { href: url }, label) : label);
    const what = el("p", { class: "graph-what" }, this.words.kind(kind, "one"));
    const expand = button("expand", this.words.say("expand"), () => this.heard.expand(id));
    expand.disabled = expanded;
    const ties = this.ties(id);
    const rows = ties.slice(0, MOST).map(({ other, label: how }) => {
      const to = button("tie", this.graph.getNodeAttribute(other, "label"), () => this.heard.choose(other));
      to.lang = "vi";
      return el("li", {}, swatch(this.graph.getNodeAttribute(other, "kind")), el("span", { class: "graph-how" }, how), to);
    });
    if (ties.length > MOST) rows.push(el("li", {}, this.words.say("more", { n: ties.length - MOST })));
    this.box.replaceChildren(
      name,
      what,
      el("p", {}, expand, ...(url ? [" ", el("a", { class: "graph-open", href: url }, this.words.say("open"))] : [])),
      el("h3", {}, this.words.say("connections", { n: ties.length })),
      el("ul", { class: "graph-ties" }, ...rows),
    );
  }

  private ties(id: string): { other: string; label: string; weight: number }[] {
    const out: { other: string; label: string; weight: number }[] = [];
    this.graph.forEachEdge(id, (_, { label, kind, weight }, source, target) => {
      const arrow = source === id ? "→" : "←";
      const how = kind ? this.words.edge(kind) + (label ? ` (${label})` : "") : label;
      out.push({ other: source === id ? target : source, label: `${how} ${arrow}`, weight });
    });
    return out.sort((a, b) => b.weight - a.weight);
  }
}
