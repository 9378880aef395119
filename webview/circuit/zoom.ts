/** Steps of the zoom, each about a fifth more than the one before. */
const steps = [0.25, 0.33, 0.4, 0.5, 0.6, 0.7, 0.85, 1, 1.2, 1.45, 1.75, 2.1, 2.5, 3, 4];

export function zoomIn(zoom: number): number {
  return steps.find((step) => step > zoom + 1e-6) ?? steps.at(-1) ?? zoom;
}

export function zoomOut(zoom: number): number {
  return steps.findLast((step) => step < zoom - 1e-6) ?? steps[0] ?? zoom;
}

/**
 * The scroll offset after a zoom that keeps the point under `anchor` (pixels from the edge of the view) in its place.
 */
export function anchoredScroll(offset: number, anchor: number, from: number, to: number): number {
  return Math.max(0, ((offset + anchor) * to) / from - anchor);
}

/** The zoom at which all of a drawing is in view, no more than 100 % and no less than a tenth. */
export function fittingZoom(
  drawing: { readonly width: number; readonly height: number },
  view: { readonly width: number; readonly height: number },
): number {
  return Math.max(0.1, Math.min(1, view.width / drawing.width, view.height / drawing.height));
}
