import { plainColour } from './plainColour.ts';

/** Marks what belongs to the page and not to its picture, such as buttons. */
export const leftOut = { 'data-picture': 'left-out' } as const;

const namespace = 'http://www.w3.org/2000/svg';
const margin = 16;
const headingHeight = 28;

/** The presentation that a part of a drawing takes from style sheets. */
const presentation = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linejoin',
  'stroke-linecap',
  'opacity',
  'text-anchor',
  'font-family',
  'font-size',
  'font-weight',
] as const;

/**
 * What is seen of an element as a drawing of its own: texts, grounds, lines and drawings where they are now, in the
 * colours they have now, under a heading. It refers to nothing outside itself.
 * @param title of the picture, for readers and as its heading
 */
export function pictureOf(element: Element, title: string): string {
  const origin = element.getBoundingClientRect();
  const painter = new Painter(origin, element.ownerDocument);
  painter.visit(element);
  return painter.finish(element, title);
}

/** Gathers the shapes of a picture while it walks through elements. */
class Painter {
  readonly #origin: DOMRect;
  readonly #document: Document;
  readonly #shapes: SVGElement[] = [];
  readonly #metrics: CanvasRenderingContext2D | null;
  /** Of what is drawn: what is left out leaves no gap. */
  #top = Number.POSITIVE_INFINITY;
  #right = 0;
  #bottom = 0;

  constructor(origin: DOMRect, document: Document) {
    this.#origin = origin;
    this.#document = document;
    this.#metrics = document.createElement('canvas').getContext('2d');
  }

  visit(element: Element): void {
    if (element.getAttribute('data-picture') === leftOut['data-picture']) return;
    const style = getComputedStyle(element);
    // What is clipped to nothing is there for those who listen.
    if (style.display === 'none' || style.visibility === 'hidden' || style.clipPath !== 'none') return;
    if (element instanceof SVGSVGElement) {
      this.#drawing(element);
      return;
    }
    this.#box(element.getBoundingClientRect(), style);
    for (const child of element.childNodes) {
      if (child instanceof Text) this.#text(child, style);
      else if (child instanceof Element) this.visit(child);
    }
  }

  finish(element: Element, title: string): string {
    const width = Math.ceil(Math.max(this.#right, 160)) + 2 * margin;
    const top = Math.min(this.#top, this.#bottom);
    const height = Math.ceil(this.#bottom - top) + 2 * margin + headingHeight;
    const picture = this.#make('svg', { width, height, viewBox: `0 0 ${width} ${height}`, role: 'img' });
    const style = getComputedStyle(element);
    const name = this.#make('title', {});
    name.textContent = title;
    const ground = this.#make('rect', { width, height, fill: groundOf(element) });
    const heading = this.#make('text', {
      ...{ x: margin, y: margin + 13, 'font-family': style.fontFamily, 'font-size': 14, 'font-weight': 600 },
      ...inked('fill', style.color),
    });
    heading.textContent = title;
    const place = this.#make('g', { transform: `translate(${margin} ${Math.round(margin + headingHeight - top)})` });
    place.append(...this.#shapes);
    picture.append(name, ground, heading, place);
    return new XMLSerializer().serializeToString(picture);
  }

  #box(box: DOMRect, style: CSSStyleDeclaration): void {
    if (box.width === 0 || box.height === 0) return;
    const ground = plainColour(style.backgroundColor);
    const { x, y } = this.#at(box);
    if (ground !== undefined) {
      this.#add('rect', { x, y, width: box.width, height: box.height, ...inked('fill', style.backgroundColor) }, box);
    }
    const right = x + box.width;
    const bottom = y + box.height;
    const sides = [
      { side: 'top', x1: x, y1: y, x2: right, y2: y },
      { side: 'right', x1: right, y1: y, x2: right, y2: bottom },
      { side: 'bottom', x1: x, y1: bottom, x2: right, y2: bottom },
      { side: 'left', x1: x, y1: y, x2: x, y2: bottom },
    ];
    for (const { side, ...line } of sides) {
      const thickness = Number.parseFloat(style.getPropertyValue(`border-${side}-width`));
      const colour = style.getPropertyValue(`border-${side}-color`);
      if (style.getPropertyValue(`border-${side}-style`) === 'none' || !(thickness > 0)) continue;
      if (plainColour(colour) === undefined) continue;
      this.#add('line', { ...line, 'stroke-width': thickness, ...inked('stroke', colour) }, box);
    }
  }

  /** A text that is broken into lines is as many texts. */
  #text(node: Text, style: CSSStyleDeclaration): void {
    if (node.data.trim() === '') return;
    for (const { box, words } of linesOf(node)) {
      const { x, y } = this.#at(box);
      this.#add(
        'text',
        {
          ...{ x, y: y + this.#ascent(style) * box.height, 'xml:space': 'preserve' },
          // Fonts are a little wider or narrower elsewhere.
          ...{ textLength: box.width, lengthAdjust: 'spacingAndGlyphs' },
          ...{ 'font-family': style.fontFamily, 'font-size': style.fontSize, 'font-weight': style.fontWeight },
          ...inked('fill', style.color),
        },
        box,
      ).textContent = words;
    }
  }

  /** The share of a line that is above its base. */
  #ascent({ fontFamily, fontSize, fontWeight }: CSSStyleDeclaration): number {
    const metrics = this.#metrics;
    if (metrics === null) return 0.8;
    metrics.font = `${fontWeight} ${fontSize} ${fontFamily}`;
    const { fontBoundingBoxAscent: above, fontBoundingBoxDescent: below } = metrics.measureText('x');
    return above / (above + below);
  }

  #drawing(original: SVGSVGElement): void {
    const box = original.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    const copy = original.cloneNode(true);
    if (!(copy instanceof SVGSVGElement)) return;
    const originals = original.querySelectorAll('*');
    const copies = copy.querySelectorAll('*');
    for (const [index, part] of originals.entries()) dress(part, copies[index]);
    for (const name of [...copy.getAttributeNames()]) {
      if (name !== 'viewBox') copy.removeAttribute(name);
    }
    const { x, y } = this.#at(box);
    const placed = { x, y, width: box.width, height: box.height, overflow: 'visible' };
    for (const [name, value] of Object.entries(placed)) copy.setAttribute(name, String(value));
    this.#shapes.push(copy);
    this.#reach(box);
  }

  #add(tag: string, attributes: Readonly<Record<string, string | number>>, box: DOMRect): SVGElement {
    const shape = this.#make(tag, attributes);
    this.#shapes.push(shape);
    this.#reach(box);
    return shape;
  }

  #make(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
    const made = this.#document.createElementNS(namespace, tag);
    if (!(made instanceof SVGElement)) throw new TypeError(`${tag} is no element of a drawing.`);
    for (const [name, value] of Object.entries(attributes)) {
      made.setAttribute(name, typeof value === 'number' ? String(Math.round(value * 100) / 100) : value);
    }
    return made;
  }

  #at(box: DOMRect): { readonly x: number; readonly y: number } {
    return { x: box.left - this.#origin.left, y: box.top - this.#origin.top };
  }

  #reach(box: DOMRect): void {
    this.#top = Math.min(this.#top, box.top - this.#origin.top);
    this.#right = Math.max(this.#right, box.right - this.#origin.left);
    this.#bottom = Math.max(this.#bottom, box.bottom - this.#origin.top);
  }
}

/** Writes into a copy what the original has from style sheets. */
function dress(original: Element, copy: Element | undefined): void {
  if (copy === undefined) return;
  const style = getComputedStyle(original);
  for (const name of ['class', 'style', 'tabindex', 'role', ...ariaOf(copy)]) copy.removeAttribute(name);
  for (const name of presentation) {
    const value = style.getPropertyValue(name);
    if (name === 'fill' || name === 'stroke') {
      for (const [attribute, ink] of Object.entries(inked(name, value))) copy.setAttribute(attribute, String(ink));
    } else if (value !== '') copy.setAttribute(name, value);
  }
}

function ariaOf(element: Element): string[] {
  return element.getAttributeNames().filter((name) => name.startsWith('aria-') || name.startsWith('data-'));
}

/** The attributes that give a shape a colour. */
function inked(what: 'fill' | 'stroke', computed: string): Record<string, string | number> {
  const colour = plainColour(computed);
  if (colour === undefined) return { [what]: 'none' };
  return { [what]: colour.hex, ...(colour.opacity < 1 ? { [`${what}-opacity`]: colour.opacity } : {}) };
}

/** The first ground behind an element that can be seen; white where there is none. */
function groundOf(element: Element): string {
  for (let behind: Element | null = element; behind !== null; behind = behind.parentElement) {
    const colour = plainColour(getComputedStyle(behind).backgroundColor);
    if (colour !== undefined && colour.opacity === 1) return colour.hex;
  }
  return '#ffffff';
}

interface Line {
  readonly box: DOMRect;
  readonly words: string;
}

function linesOf(node: Text): readonly Line[] {
  const range = node.ownerDocument.createRange();
  range.selectNodeContents(node);
  const boxes = range.getClientRects();
  const [only] = boxes;
  if (only === undefined) return [];
  if (boxes.length === 1) return [{ box: only, words: node.data.replaceAll(/\s*\n\s*/g, ' ') }];
  const lines: { box: DOMRect; words: string }[] = [];
  for (const { index, 0: word } of node.data.matchAll(/[^\s-]*-|[^\s-]+\s?/g)) {
    range.setStart(node, index);
    range.setEnd(node, index + word.trimEnd().length);
    const box = range.getBoundingClientRect();
    const last = lines.at(-1);
    if (last !== undefined && Math.abs(last.box.top - box.top) < box.height / 2) {
      last.words += word;
      last.box = new DOMRect(last.box.x, last.box.y, box.right - last.box.x, last.box.height);
    } else lines.push({ box, words: word });
  }
  return lines;
}
