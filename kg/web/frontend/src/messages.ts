// What the page and the worker of the layout say to each other.

/** Numbers a node has in ForceAtlas2's matrix; the first two are its place. */
export const PER_NODE = 10;

export type ToWorker =
  | { do: "start"; run: number; nodes: ArrayBuffer; edges: ArrayBuffer; settings: object; most: number }
  | { do: "go"; run: number };

/** `xy`: x and y of each node in the order sent; `done`: nothing more comes of this run. */
export interface FromWorker {
  run: number;
  xy: Float32Array<ArrayBuffer>;
  steps: number;
  done: boolean;
}
