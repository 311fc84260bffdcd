// The list of nodes: a listbox that the keyboard walks, and that says what the picture shows.
//
// Only the rows in sight are in the page, so that 10,000 nodes stay as quick as ten; each row says
// its position among all.
import type { Network } from "./data";
import { el, swatch } from "./elements";
import type { Words } from "./words";

const BEYOND = 12; // rows above and below those in sight

export class List {
  readonly box: HTMLElement;
  private readonly rows = el("div", { class: "graph-rows", role: "presentation" });
  private ids: string[] = [];
  private place = new Map<string, number>();
  private at = -1;
  private high = 0;

  constructor(
    private readonly graph: Network,
    private readonly words: Words,
    private readonly heard: {
      choose: (id: string) => void;
      expand: (id: string) => void;
      open: (id: string) => void;
    },
  ) {
    this.box = el(
      "div",
      { class: "graph-list", id: "graph-list", role: "listbox", tabindex: "0", "aria-label": words.say("list") },
      this.rows,
    );
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("scroll", () => this.draw(), { passive: true });
    this.box.addEventListener("click", (event) => {
      const id = this.under(event);
      if (id !== null) heard.choose(id);
    });
    this.box.addEventListener("dblclick", (event) => {
      const id = this.under(event);
      if (id !== null) heard.open(id);
    });
    this.box.addEventListener("focus", () => {
      if (this.at < 0 && this.ids.length) heard.choose(this.ids[0]!);
    });
    new ResizeObserver(() => this.draw()).observe(this.box);
  }

  /** List these nodes, in this order. */
  fill(ids: string[], chosen: string | null): void {
    this.ids = ids;
    this.place = new Map(ids.map((id, i) => [id, i]));
    this.choose(chosen);
  }

  /** Mark a node and bring it into sight; one that is not listed unmarks all. */
  choose(id: string | null): void {
    this.at = id === null ? -1 : (this.place.get(id) ?? -1);
    if (this.at >= 0 && this.high) {
      const top = this.at * this.high;
      const { scrollTop, clientHeight } = this.box;
      if (top < scrollTop) this.box.scrollTop = top;
      else if (top + this.high > scrollTop + clientHeight) this.box.scrollTop = top + this.high - clientHeight;
    }
    this.draw();
  }

  private draw(): void {
    if (!this.high) {
      const probe = this.row(0);
      if (probe) this.rows.replaceChildren(probe);
      this.high = probe?.offsetHeight ?? 0;
      if (!this.high) return this.box.removeAttribute("aria-activedescendant");
    }
    const inSight = Math.ceil(this.box.clientHeight / this.high);
    const most = Math.max(0, this.ids.length - inSight);
    const first = Math.max(0, Math.min(most, Math.floor(this.box.scrollTop / this.high)) - BEYOND);
    const last = Math.min(this.ids.length, first + inSight + 2 * BEYOND);
    const rows: HTMLElement[] = [];
    for (let i = first; i < last; i += 1) rows.push(this.row(i)!);
    this.rows.style.paddingTop = `${first * this.high}px`;
    this.rows.style.paddingBottom = `${(this.ids.length - last) * this.high}px`;
    this.rows.replaceChildren(...rows);
    if (this.at >= first && this.at < last)
      this.box.setAttribute("aria-activedescendant", `graph-row-${this.at}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  private row(i: number): HTMLElement | null {
    const id = this.ids[i];
    if (id === undefined) return null;
    const { label, kind } = this.graph.getNodeAttributes(id);
    return el(
      "div",
      {
        class: "graph-row",
        id: `graph-row-${i}`,
        role: "option",
        "aria-selected": i === this.at ? "true" : "false",
        "aria-setsize": this.ids.length,
        "aria-posinset": i + 1,
        "data-place": i,
        title: label,
      },
      swatch(kind),
      el("span", { class: "graph-label", lang: "vi" }, label),
      el("span", { class: "graph-kind" }, this.words.kind(kind, "one")),
    );
  }

  private under(event: Event): string | null {
    const row = (event.target as Element).closest<HTMLElement>(".graph-row");
    return row ? (this.ids[Number(row.dataset.place)] ?? null) : null;
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey || !this.ids.length) return;
    const page = Math.max(1, Math.floor(this.box.clientHeight / (this.high || 1)) - 1);
    const last = this.ids.length - 1;
    const to: Record<string, number> = {
      ArrowDown: this.at + 1,
      ArrowUp: this.at < 0 ? last : this.at - 1,
      PageDown: this.at + page,
      PageUp: this.at - page,
      Home: 0,
      End: last,
    };
    const next = to[event.key];
    if (next !== undefined) this.heard.choose(this.ids[Math.max(0, Math.min(last, next))]!);
    else if (event.key === "Enter" && this.at >= 0)
      (event.shiftKey ? this.heard.open : this.heard.expand)(this.ids[this.at]!);
    else return;
    event.preventDefault();
  }
}
