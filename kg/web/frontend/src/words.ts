// What the graph view says. The page gives its own language in `data-strings`; what it leaves out
// is said in English. `{name}` stands for a value.

const ENGLISH: Record<string, string> = {
  "loading": "Loading the graph…",
  "failed": "The graph could not be loaded: {why}",
  "empty": "There is nothing to show",
  "truncated": "The graph is larger than its limit: a part is shown",
  "no_webgl": "This browser cannot draw the graph (it has no WebGL). The list has all of it",
  "picture": "Picture of the graph; the list of nodes says the same",
  "help":
    "Click a node to expand it, double-click to open its page. In the list: arrow keys choose, " +
    "Enter expands, Shift+Enter opens the page.",
  "search": "Search in the graph",
  "kinds": "Kinds shown",
  "list": "Nodes, the largest first",
  "found": "Nodes listed: {n} of {all}",
  "pause": "Pause layout",
  "resume": "Resume layout",
  "layout_failed": "The layout cannot run in this browser.",
  "zoom_in": "Zoom in",
  "zoom_out": "Zoom out",
  "fit": "Show all",
  "download": "Download",
  "expand": "Expand",
  "expanding": "Expanding {label}…",
  "expanded": "{label}: nodes added {nodes}, edges added {edges}",
  "expand_failed": "{label} could not be expanded: {why}",
  "open": "Open page",
  "chosen": "{label}, {kind}. Connections: {n}",
  "connections": "Connections: {n}",
  "more": "and {n} more",
  "kind.official": "Officials",
  "kind.body": "Bodies",
  "kind.meeting": "Meetings",
  "kind.province": "Provinces",
  "kind.post": "Posts",
  "kind.document": "Documents",
  "one.official": "official",
  "one.body": "body",
  "one.meeting": "meeting",
  "one.province": "province",
  "one.post": "post",
  "one.document": "document",
  "edge.chaired": "chaired",
  "edge.spoke": "spoke at",
  "edge.attended": "attended",
  "edge.represented": "was represented at",
  "edge.organised": "organised",
  "edge.holds": "holds a post in",
  "edge.held": "held a post in",
  "edge.acted_for": "acted for",
  "edge.located_in": "in",
  "edge.site_in": "site in",
};

export class Words {
  private readonly own: Record<string, string>;

  /** `told`: JSON of an object of texts; what is no such thing counts as nothing. */
  constructor(told: string | undefined) {
    let parsed: unknown = null;
    try {
      parsed = JSON.parse(told ?? "{}");
    } catch {
      console.warn("data-strings is not JSON");
    }
    this.own = typeof parsed === "object" && parsed !== null ? (parsed as Record<string, string>) : {};
  }

  say(key: string, values: Record<string, string | number> = {}): string {
    const text = this.own[key] ?? ENGLISH[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
  }

  /** The name of a kind of many nodes ("kind") or of a single one ("one"). */
  kind(kind: string, number: "kind" | "one" = "kind"): string {
    const key = `${number}.${kind}`;
    return this.own[key] ?? ENGLISH[key] ?? kind;
  }

  /** What an edge of a kind says. */
  edge(kind: string): string {
    const key = `edge.${kind}`;
    return this.own[key] ?? ENGLISH[key] ?? kind;
  }
}

/** As letters are searched: without accents, in small letters, đ as d. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
}
