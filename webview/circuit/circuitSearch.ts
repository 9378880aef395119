import type { DrawingElement } from '#core/circuit/drawing/circuitDrawing.ts';

/**
 * The elements whose descriptions have a word beginning with each word of a query, in the order of the drawing:
 * `cx q[2]` finds the CX gates on that qubit, `moment 7` what is drawn there.
 */
export function findElements(elements: readonly DrawingElement[], query: string): readonly DrawingElement[] {
  const wanted = wordsOf(query);
  if (wanted.length === 0) return [];
  return elements.filter(({ description }) => {
    const words = wordsOf(description);
    return wanted.every((beginning) => words.some((word) => word.startsWith(beginning)));
  });
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[\s,()]+/)
    .filter((word) => word !== '');
}
