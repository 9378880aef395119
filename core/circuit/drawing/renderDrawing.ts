import type { CircuitDrawing } from './circuitDrawing.ts';
import type { DrawingTheme } from './drawingColours.ts';
import { renderQuantikz } from './renderQuantikz.ts';
import { renderSvg } from './renderSvg.ts';
import { renderText } from './renderText.ts';

/** The formats of a drawing as people call them, with the ending of their files. */
export const drawingFormats = [
  { format: 'svg', title: 'SVG', extension: '.svg' },
  { format: 'png', title: 'PNG', extension: '.png' },
  { format: 'latex', title: 'LaTeX (quantikz)', extension: '.tex' },
  { format: 'text', title: 'Text', extension: '.txt' },
] as const;
export type DrawingFormat = (typeof drawingFormats)[number]['format'];

export interface RenderOptions {
  /** Of pictures; LaTeX and text have the colours of what they are put in. */
  readonly theme?: DrawingTheme;
  /** Pixels in a unit of the drawing, for PNG; 2 unless given. */
  readonly scale?: number;
  /** Characters in a line of text. */
  readonly columns?: number;
}

/**
 * Writes a drawing in a format: the same text or bytes for the same drawing on every host.
 * @throws Failure `invalid-input` for a PNG that would be too large
 */
export async function renderDrawing(
  drawing: CircuitDrawing,
  format: DrawingFormat,
  options: RenderOptions = {},
): Promise<string | Uint8Array> {
  switch (format) {
    case 'svg':
      return renderSvg(drawing, options.theme);
    case 'png': {
      // It brings the outlines of a font along.
      const { renderPng } = await import('./renderPng.ts');
      return renderPng(drawing, options.theme, options.scale);
    }
    case 'latex':
      return renderQuantikz(drawing);
    case 'text':
      return renderText(drawing, options.columns);
  }
}
