/** Whether the pointer is on the drawing, where nothing is drawn. */
export function isGround(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('.circuit-drawing, .wire-labels') !== null;
}

/** The wire whose label is under the pointer. */
export function wireAt(target: EventTarget | null): number | undefined {
  const wire = target instanceof Element ? target.getAttribute('data-wire') : null;
  return wire === null ? undefined : Number(wire);
}
