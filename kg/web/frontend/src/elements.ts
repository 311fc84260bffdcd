// One helper to make elements: text only ever becomes text, never markup.

type Values = Record<string, string | number | boolean | null>;

/** An element with attributes (false and null: left out, true: empty) and children. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  values: Values = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(values))
    if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : String(value));
  element.append(...children);
  return element;
}

export function button(name: string, label: string, pressed: () => void): HTMLButtonElement {
  const made = el("button", { type: "button", class: `graph-button graph-${name}` }, label);
  made.addEventListener("click", pressed);
  return made;
}

/** The kinds that the style sheet knows, in the order in which they are told. */
export const KINDS = ["official", "meeting", "body", "post", "province", "document"];

/** The name under which the style sheet has the colour of a kind. */
export function styleOf(kind: string): string {
  return KINDS.includes(kind) ? kind : "other";
}

export function swatch(kind: string): HTMLElement {
  return el("span", { class: `graph-swatch graph-is-${styleOf(kind)}`, "aria-hidden": "true" });
}
