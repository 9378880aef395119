import type { CircuitDrawing, DrawingElement, DrawingPart } from './circuitDrawing.ts';
import { geometry } from './drawingGeometry.ts';
import { isPlainLatex, latexText } from './latexText.ts';

/**
 * A drawing as the body of a LaTeX figure: a `quantikz` environment to paste into a document, with the packages it needs
 * in comments. It keeps to what the first version of quantikz has, as many installations have no other; a row is a wire,
 * a column a moment. Barriers on all qubits are slices, others grey bars on their wires.
 */
export function renderQuantikz(drawing: CircuitDrawing): string {
  const table = new QuantikzTable(drawing);
  for (const element of drawing.elements) table.draw(element);
  const rows = table.rows();
  const lines = [
    '% \\usepackage{tikz}',
    '% \\usetikzlibrary{quantikz}',
    ...(drawing.notice === undefined ? [] : [`% ${drawing.notice}`]),
    ...(rows.every(isPlainLatex) ? [] : ['% Its names need LuaLaTeX or XeLaTeX, and a font with their letters.']),
    '\\begin{quantikz}',
    ...rows.map((row, index) => (index + 1 < rows.length ? `${row} \\\\` : row)),
    '\\end{quantikz}',
  ];
  return `${lines.join('\n')}\n`;
}

/** What one cell of the table holds: its symbol, what leads away from it, and the frames and slices that begin there. */
interface Cell {
  symbol?: string;
  readonly additions: string[];
}

type Part<Kind extends DrawingPart['kind']> = Extract<DrawingPart, { kind: Kind }>;

/** The symbol of a gate on one row, or a box over several. */
interface Joint {
  readonly first: number;
  readonly last: number;
}

class QuantikzTable {
  readonly #drawing: CircuitDrawing;
  readonly #cells = new Map<string, Cell>();
  readonly #rowOfY: ReadonlyMap<number, number>;

  constructor(drawing: CircuitDrawing) {
    this.#drawing = drawing;
    this.#rowOfY = new Map(drawing.wires.map(({ y }, row) => [y, row]));
  }

  /** One line for each wire, without its end. */
  rows(): string[] {
    const { columns, wires } = this.#drawing;
    return wires.map(({ kind, label }, row) => {
      const wire = kind === 'qubit' ? '\\qw' : '\\cw';
      const cells = columns.map((_column, column) => {
        const { additions, symbol = wire } = this.#cells.get(`${row} ${column}`) ?? { additions: [] };
        return additions.reduce(withAddition, symbol);
      });
      return [`\\lstick{\\texttt{${latexText(label)}}}`, ...cells, wire].join(' & ');
    });
  }

  draw(element: DrawingElement): void {
    const { column, parts } = element;
    const barrier = parts.filter((part) => part.kind === 'barrier');
    if (barrier.length > 0) this.#barrier(column, barrier);
    for (const part of parts) {
      switch (part.kind) {
        case 'box':
          this.#box(column, part);
          break;
        case 'meter':
          this.#meter(element, part);
          break;
        case 'frame':
          this.#frame(element, part);
          break;
        case 'control':
          // Within a box it is a label at the edge, as the box hides what is on its wires.
          if (this.#isInBox(element, part.y)) {
            this.#set(this.#row(part.y), column, `\\gateinput{$\\${part.value === 1 ? 'bullet' : 'circ'}$}`);
          } else this.#set(this.#row(part.y), column, part.value === 1 ? '\\control{}' : '\\ocontrol{}');
          break;
        case 'not':
          this.#set(this.#row(part.y), column, '\\targ{}');
          break;
        case 'swap':
          this.#set(this.#row(part.y), column, '\\targX{}');
          break;
        // Those before are joined below; a bit is named by the meter.
        case 'line':
        case 'barrier':
        case 'text':
          break;
        case 'passing':
          this.#set(this.#row(part.y), column, '\\linethrough');
          break;
      }
    }
    this.#join(element);
    for (const part of parts) if (part.kind === 'line' && part.role === 'classical') this.#readLine(column, part);
  }

  #box(column: number, { detail, height, label, role, y }: Part<'box'>): void {
    const first = this.#row(y + geometry.boxHeight / 2);
    const last = this.#row(y + height - geometry.boxHeight / 2);
    const count = last - first + 1;
    const classical = this.#drawing.wires
      .slice(first, last + 1)
      .flatMap(({ kind }, row) => (kind === 'bits' ? [row] : []));
    const options = [
      ...(count === 1 ? [] : [String(count)]),
      ...(classical.length === 0 ? [] : [`cwires={${classical.map((row) => row + 1).join(',')}}`]),
      ...(boxStyles[role] === undefined ? [] : [`style={${boxStyles[role]}}`]),
    ];
    const text = detail === undefined ? label : role === 'group' ? `${label} ${detail}` : `${label}(${detail})`;
    const option = options.length === 0 ? '' : `[${options.join(',')}]`;
    this.#set(first, column, `\\gate${option}{${upright(text)}}`);
    // The box draws the wires that it covers, up to its edges.
    for (let row = first + 1; row <= last; row++) this.#set(row, column, '');
  }

  #isInBox({ parts }: DrawingElement, y: number): boolean {
    return parts.some((part) => part.kind === 'box' && y > part.y && y < part.y + part.height);
  }

  #meter({ column, parts }: DrawingElement, { y }: Part<'meter'>): void {
    const bit = parts.find((part) => part.kind === 'text')?.text ?? '';
    this.#set(this.#row(y), column, `\\meter{${latexText(bit)}}`);
  }

  /** Draws the vertical wires between the controls, crosses and boxes of one gate, each from the upper to the lower. */
  #join({ column, parts }: DrawingElement): void {
    if (!parts.some((part) => part.kind === 'line' && part.role === 'quantum')) return;
    const joints = parts.flatMap((part): Joint[] => {
      if (part.kind === 'box') {
        return [
          {
            first: this.#row(part.y + geometry.boxHeight / 2),
            last: this.#row(part.y + part.height - geometry.boxHeight / 2),
          },
        ];
      }
      if (part.kind !== 'control' && part.kind !== 'not' && part.kind !== 'swap') return [];
      const row = this.#row(part.y);
      return [{ first: row, last: row }];
    });
    const box = joints.find(({ first, last }) => last > first);
    const outside = joints
      .filter((joint) => joint === box || box === undefined || joint.last < box.first || joint.first > box.last)
      .sort((one, other) => one.first - other.first);
    for (const [index, lower] of outside.slice(1).entries()) {
      const upper = outside[index];
      if (upper === undefined) continue;
      if (upper === box) this.#add(lower.first, column, `\\vqw{${upper.last - lower.first}}`);
      else this.#add(upper.last, column, `\\vqw{${lower.first - upper.last}}`);
    }
  }

  #readLine(column: number, { y1, y2 }: Part<'line'>): void {
    // The line of a measurement begins below its meter, on no wire.
    const [upper, lower] = [this.#nearestRow(y1), this.#row(y2)];
    if (upper !== lower) this.#add(upper, column, `\\vcw{${lower - upper}}`);
  }

  #barrier(column: number, parts: readonly Part<'barrier'>[]): void {
    const qubits = this.#drawing.wires.filter(({ kind }) => kind === 'qubit').length;
    for (const { y1, y2 } of parts) {
      const first = this.#row(y1 + geometry.barrierReach);
      const rows = this.#row(y2 - geometry.barrierReach) - first + 1;
      if (rows === qubits) {
        this.#add(first, column, '\\slice{}');
        return;
      }
      this.#set(first, column, `\\gate[${rows},style={draw=none,fill=gray!30,inner xsep=0pt}]{}`);
      for (let row = first + 1; row < first + rows; row++) this.#set(row, column, '');
    }
  }

  #frame(element: DrawingElement, { label, role, width, x }: Part<'frame'>): void {
    const { column, firstWire, lastWire } = element;
    const steps = this.#drawing.columns.filter((each) => each.x >= x && each.x + each.width <= x + width).length;
    // An outer frame leaves room for the labels of those in it.
    const depth = this.#framesWithin(element);
    const style = `${frameStyles[role]},rounded corners,inner xsep=${3 + 3 * depth}pt,inner ysep=${3 + 9 * depth}pt`;
    const options = [`wires=${lastWire - firstWire + 1}`, `steps=${Math.max(1, steps)}`, `style={${style}}`];
    this.#add(firstWire, column, `\\gategroup[${options.join(',')}]{\\texttt{\\scriptsize ${latexText(label)}}}`);
  }

  /** How many frames are in a frame, one in another. */
  #framesWithin({ height, id, width, x, y }: DrawingElement): number {
    const inner = this.#drawing.elements.filter(
      (other) =>
        other.id !== id &&
        other.parts.some(({ kind }) => kind === 'frame') &&
        other.x >= x &&
        other.y >= y &&
        other.x + other.width <= x + width &&
        other.y + other.height <= y + height &&
        (other.width < width || other.height < height),
    );
    return inner.reduce((most, other) => Math.max(most, 1 + this.#framesWithin(other)), 0);
  }

  #row(y: number): number {
    return this.#rowOfY.get(y) ?? this.#nearestRow(y);
  }

  #nearestRow(y: number): number {
    const { wires } = this.#drawing;
    let nearest = 0;
    for (const [row, wire] of wires.entries()) {
      if (Math.abs(wire.y - y) < Math.abs((wires[nearest]?.y ?? 0) - y)) nearest = row;
    }
    return nearest;
  }

  #set(row: number, column: number, symbol: string): void {
    this.#cell(row, column).symbol = symbol;
  }

  #add(row: number, column: number, addition: string): void {
    this.#cell(row, column).additions.push(addition);
  }

  #cell(row: number, column: number): Cell {
    const key = `${row} ${column}`;
    const cell = this.#cells.get(key) ?? { additions: [] };
    this.#cells.set(key, cell);
    return cell;
  }
}

/** Controls and swaps have commands of their own with a wire to another row. */
function withAddition(symbol: string, addition: string): string {
  const joined = joinedSymbols[symbol];
  return joined !== undefined && addition.startsWith('\\vqw') ? addition.replace('\\vqw', joined) : symbol + addition;
}

const joinedSymbols: Readonly<Record<string, string>> = {
  '\\control{}': '\\ctrl',
  '\\ocontrol{}': '\\octrl',
  '\\targX{}': '\\swap',
};

const boxStyles = {
  gate: undefined,
  reset: undefined,
  assignment: undefined,
  group: 'line width=1pt',
} as const;

const frameStyles = { branch: 'dashed', call: 'solid', loop: 'solid', pass: 'dotted' } as const;

function upright(text: string): string {
  return `\\textrm{${latexText(text)}}`;
}
