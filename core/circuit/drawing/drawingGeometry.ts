/** Sizes of a drawing in pixels at zoom 1, shared by the layout and the renderers. */
export const geometry = {
  /** Between two neighbouring wires. */
  wireSpacing: 48,
  /** Above the first and below the last wire. */
  margin: 32,
  /** Between the boxes of neighbouring columns. */
  columnGap: 14,
  boxHeight: 34,
  boxMinimumWidth: 34,
  boxPadding: 8,
  /** Widths of a character; the fonts of the renderers are no wider. */
  labelCharacter: 8.5,
  detailCharacter: 6.6,
  /** How far a barrier reaches beyond its first and its last wire. */
  barrierReach: 20,
  /** Room for the mark that opens or closes a call or loop. */
  groupMark: 14,
  controlRadius: 4.5,
  notRadius: 11,
  /** Between a frame and what is in it, at its sides and below. */
  framePadding: 7,
  /** Between the upper edge of a frame and what is in it; its label is there. */
  frameHeader: 16,
} as const;

/** Width of a text in a box label, in the smaller detail font, or on a wire. */
export function textWidth(text: string, font: 'label' | 'detail'): number {
  const character = font === 'label' ? geometry.labelCharacter : geometry.detailCharacter;
  return [...text].length * character;
}
