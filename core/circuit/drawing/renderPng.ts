import { encode } from 'fast-png';
import { Failure } from '#core/base/failure.ts';
import type { CircuitDrawing, DrawingPart, DrawingWire } from './circuitDrawing.ts';
import { type DrawingTheme, drawingColours } from './drawingColours.ts';
import { Canvas } from './picture/canvas.ts';
import * as outlines from './picture/outlines.ts';

/** More pixels than these take too much memory. */
const mostPixels = 60_000_000;

/**
 * A drawing as a PNG picture: the same bytes for the same drawing on every host, as the characters are drawn after
 * outlines of our own.
 * @param theme `auto` is light, as a picture cannot follow its viewer
 * @param scale pixels in a unit of the drawing
 * @throws Failure `invalid-input` for a picture of more than 60 million pixels
 */
export function renderPng(drawing: CircuitDrawing, theme: DrawingTheme = 'auto', scale = 2): Uint8Array {
  const pixels = drawing.width * drawing.height * scale * scale;
  if (pixels > mostPixels) {
    const million = (count: number) => Math.round(count / 1e6);
    throw new Failure(
      'invalid-input',
      `A PNG of this circuit would have ${million(pixels)} million pixels; ${million(mostPixels)} million are the most.`,
      { advice: 'Choose a smaller scale, or SVG, which has no limit.' },
    );
  }
  const canvas = new Canvas(drawing.width, drawing.height, scale);
  const painter = new Painter(canvas, theme);
  painter.paper(drawing.width, drawing.height);
  for (const wire of drawing.wires) painter.wire(wire, drawing.gutter, drawing.width);
  for (const { parts } of drawing.elements) for (const part of parts) painter.part(part);
  if (drawing.notice !== undefined) painter.notice(drawing.notice, drawing.height);
  return encode({ width: canvas.width, height: canvas.height, data: canvas.pixels, channels: 3 });
}

const wireThickness = 1.2;
const strokeThickness = 1.4;

/** Paints what `renderSvg` describes by its style sheet. */
class Painter {
  readonly #canvas: Canvas;
  readonly #colours: (typeof drawingColours)['light'];

  constructor(canvas: Canvas, theme: DrawingTheme) {
    this.#canvas = canvas;
    this.#colours = drawingColours[theme === 'auto' ? 'light' : theme];
  }

  paper(width: number, height: number): void {
    this.#canvas.fill(outlines.rectangle(0, 0, width + 1, height + 1), this.#colours.paper);
  }

  wire({ kind, label, y }: DrawingWire, gutter: number, right: number): void {
    const width = [...label].length * outlines.characterWidth * 13;
    this.#text(label, gutter - 6 - width, y + outlines.textMiddle * 13, 13);
    for (const each of kind === 'qubit' ? [y] : [y - 1.5, y + 1.5]) {
      this.#canvas.fill(outlines.line(gutter, each, right - 8, each, wireThickness), this.#colours.soft);
    }
  }

  notice(text: string, height: number): void {
    this.#text(text, 8, height - 8 + outlines.textMiddle * 10, 10);
  }

  part(part: DrawingPart): void {
    const { edge, frame, gate, ink, paper, soft } = this.#colours;
    switch (part.kind) {
      case 'box': {
        const { detail, height, label, role, width, x, y } = part;
        const thickness = role === 'group' ? 2 : wireThickness;
        const isPlain = role === 'reset' || role === 'assignment';
        this.#canvas.fill(
          outlines.roundedRectangle(x, y, width, height, 3),
          isPlain || role === 'group' ? paper : gate,
        );
        this.#canvas.fill(outlines.rectangleEdge(x, y, width, height, 3, thickness), isPlain ? soft : edge);
        const [cx, cy] = [x + width / 2, y + height / 2];
        this.#centred(label, cx, detail === undefined ? cy : cy - 6, 13);
        if (detail !== undefined) this.#centred(detail, cx, cy + 8, 10);
        break;
      }
      case 'meter': {
        const { height, width, x, y } = part;
        const [left, top] = [x - width / 2, y - height / 2];
        this.#canvas.fill(outlines.roundedRectangle(left, top, width, height, 3), gate);
        this.#canvas.fill(outlines.rectangleEdge(left, top, width, height, 3, wireThickness), edge);
        this.#canvas.fill(outlines.arch(x, y + 6, 10, strokeThickness), ink);
        this.#canvas.fill(outlines.line(x, y + 6, x + 8, y - 8, strokeThickness), ink);
        break;
      }
      case 'control':
        this.#canvas.fill(outlines.disc(part.x, part.y, 5.1), ink);
        if (part.value === 0) this.#canvas.fill(outlines.disc(part.x, part.y, 3.9), paper);
        break;
      case 'not': {
        const { radius, x, y } = part;
        this.#canvas.fill(outlines.disc(x, y, radius), paper);
        this.#canvas.fill(outlines.ring(x, y, radius, strokeThickness), ink);
        this.#canvas.fill(outlines.line(x - radius, y, x + radius, y, strokeThickness), ink);
        this.#canvas.fill(outlines.line(x, y - radius, x, y + radius, strokeThickness), ink);
        break;
      }
      case 'swap':
        for (const side of [-6, 6]) {
          const { x, y } = part;
          this.#canvas.fill(outlines.line(x - side, y - 6, x + side, y + 6, strokeThickness), ink);
        }
        break;
      case 'line':
        for (const x of part.role === 'quantum' ? [part.x] : [part.x - 1.5, part.x + 1.5]) {
          this.#canvas.fill(outlines.line(x, part.y1, x, part.y2, wireThickness), ink);
        }
        break;
      case 'barrier':
        this.#canvas.fill(outlines.dashes(part.x, part.y1, part.x, part.y2, 1.6, [4, 3]), soft);
        break;
      case 'text':
        this.#centred(part.text, part.x, part.y, 10);
        break;
      case 'passing':
        this.#canvas.fill(outlines.dashes(part.x1, part.y, part.x2, part.y, 1, [2, 3]), soft);
        break;
      case 'frame': {
        const colour = part.role === 'branch' ? frame : soft;
        this.#frame(part, colour);
        this.#text(part.label, part.x + 5, part.y + 11, 10, colour);
        break;
      }
    }
  }

  #frame({ height, role, width, x, y }: Extract<DrawingPart, { kind: 'frame' }>, colour: string): void {
    if (role === 'call' || role === 'loop') {
      this.#canvas.fill(outlines.rectangleEdge(x, y, width, height, 4, 1), colour);
      return;
    }
    const pattern: readonly [number, number] = role === 'branch' ? [5, 3] : [1, 3];
    const [right, bottom] = [x + width, y + height];
    this.#canvas.fill(
      [
        ...outlines.dashes(x, y, right, y, 1, pattern),
        ...outlines.dashes(right, y, right, bottom, 1, pattern),
        ...outlines.dashes(x, bottom, right, bottom, 1, pattern),
        ...outlines.dashes(x, y, x, bottom, 1, pattern),
      ],
      colour,
    );
  }

  #centred(text: string, x: number, y: number, size: number): void {
    const width = [...text].length * outlines.characterWidth * size;
    this.#text(text, x - width / 2, y + outlines.textMiddle * size, size);
  }

  #text(text: string, x: number, baseline: number, size: number, colour = this.#colours.ink): void {
    this.#canvas.fill(outlines.textOutline(text, x, baseline, size), colour);
  }
}
