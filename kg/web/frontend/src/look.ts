// Colours and letters of the picture, as the style sheet has them for light and for dark.
import type { NodeDisplayData } from "sigma/types";
import type { Settings } from "sigma/settings";
import { styleOf } from "./elements";
import type { EdgeValues, NodeValues } from "./data";

export interface Look {
  kind: (kind: string) => string;
  ground: string;
  ink: string;
  edge: string;
  strong: string; // edges of the node chosen
  faint: string; // what stands back
  font: string;
}

export function look(root: HTMLElement): Look {
  const style = getComputedStyle(root);
  const colour = (name: string): string => style.getPropertyValue(`--graph-${name}`).trim();
  const kinds = new Map<string, string>();
  return {
    kind: (kind) => {
      const name = styleOf(kind);
      if (!kinds.has(name)) kinds.set(name, colour(name));
      return kinds.get(name)!;
    },
    ground: colour("ground"),
    ink: colour("ink"),
    edge: colour("edge"),
    strong: colour("strong"),
    faint: colour("faint"),
    font: style.fontFamily,
  };
}

type Drawn = Pick<NodeDisplayData, "x" | "y" | "size"> & { label?: string | null };
type Draw = (context: CanvasRenderingContext2D, data: Drawn, settings: Settings<NodeValues, EdgeValues>) => void;

const LONGEST = 36; // letters of a label in the picture; meetings have names of a whole sentence

/** The label beside its node, with a rim of the ground's colour: to be read over edges. */
export function labels(now: () => Look): Draw {
  return (context, { x, y, size, label }, settings) => {
    if (!label) return;
    const { ground, ink, font } = now();
    context.font = `${settings.labelSize}px ${font}`;
    context.lineJoin = "round";
    context.lineWidth = 3;
    context.strokeStyle = ground;
    context.fillStyle = ink;
    const text = short(label);
    const at = [beside(context, x, size + 3, text), y + settings.labelSize / 3] as const;
    context.strokeText(text, ...at);
    context.fillText(text, ...at);
  };
}

/** The node under the pointer and the one chosen: a ring, and the label in a box. */
export function ringed(now: () => Look): Draw {
  return (context, { x, y, size, label }, settings) => {
    const { ground, ink, font } = now();
    context.strokeStyle = ink;
    context.lineWidth = 2;
    context.beginPath();
    context.arc(x, y, size + 3, 0, 2 * Math.PI);
    context.stroke();
    if (!label) return;
    context.font = `600 ${settings.labelSize}px ${font}`;
    const text = short(label);
    const wide = context.measureText(text).width;
    const high = settings.labelSize + 8;
    const left = beside(context, x, size + 6, text, 10);
    context.fillStyle = ground;
    context.lineWidth = 1;
    context.beginPath();
    context.roundRect(left, y - high / 2, wide + 10, high, 4);
    context.fill();
    context.stroke();
    context.fillStyle = ink;
    context.fillText(text, left + 5, y + settings.labelSize / 3);
  };
}

/** Where a text begins: to the right of a node, to its left where the picture ends before. */
function beside(context: CanvasRenderingContext2D, x: number, gap: number, text: string, rim = 0): number {
  const wide = context.measureText(text).width + rim;
  const end = context.canvas.clientWidth;
  return x + gap + wide > end && x - gap - wide > 0 ? x - gap - wide : x + gap;
}

function short(label: string): string {
  const letters = [...label];
  return letters.length > LONGEST ? `${letters.slice(0, LONGEST - 1).join("").trimEnd()}…` : label;
}
