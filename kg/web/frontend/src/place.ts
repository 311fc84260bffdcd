// Where nodes stand before the layout has moved them: a picture that can be read at once.
import type { Network } from "./data";

const STEP = 100;

/**
 * Put each node on a ring around `centre`: as many rings out as steps away, beside the node it was
 * reached from. Parts that do not hang together get a sector each.
 */
export function inRings(graph: Network, centre: string | null): void {
  const depth = new Map<string, number>();
  const parent = new Map<string, string>();
  const order: string[] = [];
  const roots: string[] = [];
  const largest = graph.nodes().sort((a, b) => graph.degree(b) - graph.degree(a));
  if (centre !== null && graph.hasNode(centre)) largest.unshift(centre);
  for (const root of largest) {
    if (depth.has(root)) continue;
    roots.push(root);
    depth.set(root, 0);
    order.push(root);
    for (let next = order.length - 1; next < order.length; next += 1) {
      const id = order[next]!;
      graph.forEachNeighbor(id, (other) => {
        if (depth.has(other)) return;
        depth.set(other, depth.get(id)! + 1);
        parent.set(other, id);
        order.push(other);
      });
    }
  }
  const leaves = new Map<string, number>();
  for (const id of [...order].reverse()) {
    leaves.set(id, Math.max(1, leaves.get(id) ?? 0));
    const above = parent.get(id);
    if (above !== undefined) leaves.set(above, (leaves.get(above) ?? 0) + leaves.get(id)!);
  }
  const whole = roots.reduce((sum, id) => sum + leaves.get(id)!, 0);
  const outer = roots.length > 1 ? 1 : 0; // several parts leave the middle free
  const free = new Map<string, number>(); // where the next child's sector begins
  let begin = 0;
  for (const id of order) {
    const above = parent.get(id);
    const sector = (2 * Math.PI * leaves.get(id)!) / whole;
    const from = above === undefined ? begin : free.get(above)!;
    if (above === undefined) begin += sector;
    else free.set(above, from + sector);
    free.set(id, from);
    const angle = from + sector / 2;
    const radius = STEP * (depth.get(id)! + outer);
    graph.mergeNodeAttributes(id, { x: radius * Math.cos(angle), y: radius * Math.sin(angle) });
  }
}

/** Put nodes just added around the one they came from, in a spiral of even density. */
export function around(graph: Network, centre: string, added: string[]): void {
  const { x, y } = graph.getNodeAttributes(centre);
  const near = STEP / 10;
  added.forEach((id, i) => {
    const angle = i * 2.399963; // the golden angle
    const radius = near * Math.sqrt(i + 1);
    graph.mergeNodeAttributes(id, {
      x: x + radius * Math.cos(angle),
      y: y + radius * Math.sin(angle),
    });
  });
}
