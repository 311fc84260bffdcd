// The picture as a file, with its legend.
import type { Picture } from "./picture";

/** Offer the picture for download as PNG; `legend`: kind and its name, of those shown. */
export async function savePng(picture: Picture, legend: [string, string][], name: string): Promise<void> {
  const canvas = withLegend(picture, legend);
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
  if (!blob) return;
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The picture as a data address: what a printed page shows. */
export function asAddress(picture: Picture, legend: [string, string][]): string {
  return picture.onPaper(() => withLegend(picture, legend).toDataURL("image/png"));
}

function withLegend(picture: Picture, legend: [string, string][]): HTMLCanvasElement {
  const canvas = picture.copy();
  const context = canvas.getContext("2d")!;
  const { ink, font, ground, kind } = picture.look;
  const unit = Math.max(1, window.devicePixelRatio);
  context.font = `${13 * unit}px ${font}`;
  context.textBaseline = "middle";
  legend.forEach(([name, label], i) => {
    const y = canvas.height - (legend.length - i) * 20 * unit;
    context.fillStyle = kind(name);
    context.beginPath();
    context.arc(18 * unit, y, 6 * unit, 0, 2 * Math.PI);
    context.fill();
    context.lineWidth = 3 * unit;
    context.strokeStyle = ground;
    context.strokeText(label, 30 * unit, y);
    context.fillStyle = ink;
    context.fillText(label, 30 * unit, y);
  });
  return canvas;
}
