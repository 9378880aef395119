import type { CircuitDrawing, DrawingElement } from './circuitDrawing.ts';
import { geometry } from './drawingGeometry.ts';

/**
 * A drawing in box-drawing characters, three lines a wire, for terminals and plain-text documents. Lines longer than
 * `columns` characters are broken into blocks one below the other.
 */
export function renderText(drawing: CircuitDrawing, columns = Number.POSITIVE_INFINITY): string {
  const labelWidth = Math.max(0, ...drawing.wires.map(({ label }) => [...label].length));
  const blocks: string[][][] = [];
  let block = startBlock(drawing, labelWidth);
  for (let column = 0; column < drawing.columns.length; column++) {
    const cells = columnCells(drawing, column);
    const width = cells[0]?.length ?? 0;
    if ((block[0]?.length ?? 0) + width > columns && (block[0]?.length ?? 0) > labelWidth + 2) {
      blocks.push(block);
      block = startBlock(drawing, labelWidth);
    }
    block.forEach((line, index) => {
      line.push(...(cells[index] ?? []));
    });
  }
  blocks.push(block);
  const text = blocks.map((lines) => lines.map((line) => line.join('').trimEnd()).join('\n')).join('\n\n');
  return `${text}\n${drawing.notice === undefined ? '' : `${drawing.notice}\n`}`;
}

/** Three lines for every wire: above, on and below it. */
function startBlock(drawing: CircuitDrawing, labelWidth: number): string[][] {
  return drawing.wires.flatMap((wire) => {
    const blank = [...' '.repeat(labelWidth + 2)];
    return [blank, [...`${wire.label.padStart(labelWidth)}: `], [...blank]];
  });
}

function columnCells(drawing: CircuitDrawing, column: number): string[][] {
  const elements = drawing.elements.filter((element) => element.column === column);
  const frames = elements.filter((element) => element.parts.some(({ kind }) => kind === 'frame'));
  const symbols = elements.filter((element) => !frames.includes(element));
  const labels = symbols.map(elementLabel);
  const frameLabel = frames
    .flatMap(({ parts }) => parts.map((part) => (part.kind === 'frame' ? `[${part.label}] ` : '')))
    .join('');
  const width = Math.max(1, ...labels.map((label) => [...label].length)) + 4;
  const grid = drawing.wires.flatMap(({ kind }) => {
    const wire = kind === 'qubit' ? '─' : '═';
    return [' ', wire, ' '].map((character) => new Array<string>(width).fill(character));
  });
  symbols.forEach((element, index) => {
    drawElement(grid, drawing, element, labels[index] ?? '', width);
  });
  if (frameLabel === '') return grid;
  // The condition of a block stands before its first column, on the wires it spans.
  return grid.map((line, row) => {
    const wire = Math.floor(row / 3);
    const inside = frames.some((frame) => wire >= frame.firstWire && wire <= frame.lastWire);
    const on = row % 3 === 1;
    const filler = on ? (drawing.wires[wire]?.kind === 'qubit' ? '─' : '═') : ' ';
    const top = frames.some((frame) => row === 3 * frame.firstWire);
    const text = top
      ? frameLabel
      : inside && on
        ? '┊'.padEnd([...frameLabel].length, filler)
        : filler.repeat([...frameLabel].length);
    return [...text, ...line];
  });
}

function elementLabel(element: DrawingElement): string {
  for (const part of element.parts) {
    if (part.kind === 'box') return part.detail === undefined ? part.label : `${part.label}(${part.detail})`;
    if (part.kind === 'meter') return 'M';
  }
  return '';
}

function drawElement(
  grid: string[][],
  drawing: CircuitDrawing,
  element: DrawingElement,
  label: string,
  width: number,
): void {
  const middle = Math.floor(width / 2);
  const wireAt = (y: number) => {
    let nearest = 0;
    drawing.wires.forEach((wire, index) => {
      if (Math.abs(wire.y - y) < Math.abs((drawing.wires[nearest]?.y ?? 0) - y)) nearest = index;
    });
    return nearest;
  };
  const put = (row: number, column: number, character: string) => {
    const line = grid[row];
    if (line && column >= 0 && column < line.length) line[column] = character;
  };
  const wireRow = (y: number) => 3 * wireAt(y) + 1;
  for (const part of element.parts) {
    switch (part.kind) {
      case 'line': {
        const character = part.role === 'quantum' ? '│' : '║';
        for (let row = wireRow(part.y1) + (part.role === 'quantum' ? 0 : 1); row <= wireRow(part.y2); row++) {
          const crossing = row % 3 === 1 && row > wireRow(part.y1) && row < wireRow(part.y2);
          put(row, middle, crossing ? (part.role === 'quantum' ? '┼' : '╫') : character);
        }
        if (part.role === 'classical') put(wireRow(part.y2), middle, '╩');
        break;
      }
      case 'box':
      case 'meter': {
        const top = part.kind === 'box' ? wireRow(part.y + 17) : wireRow(part.y);
        const bottom = part.kind === 'box' ? wireRow(part.y + part.height - 17) : top;
        drawBox(put, top, bottom, middle, label, part.kind === 'meter');
        break;
      }
      case 'control':
        put(wireRow(part.y), middle, part.value === 1 ? '●' : '○');
        break;
      case 'not':
        put(wireRow(part.y), middle, '⊕');
        break;
      case 'swap':
        put(wireRow(part.y), middle, '×');
        break;
      case 'barrier': {
        const [first, last] = [wireRow(part.y1 + geometry.barrierReach), wireRow(part.y2 - geometry.barrierReach)];
        for (let row = first - 1; row <= last + 1; row++) put(row, middle, '░');
        break;
      }
      case 'text':
        put(wireRow(part.y) + 1, middle + 1, part.text.slice(0, 1));
        break;
      case 'frame':
        break;
    }
  }
}

function drawBox(
  put: (row: number, column: number, character: string) => void,
  top: number,
  bottom: number,
  middle: number,
  label: string,
  measured: boolean,
): void {
  const characters = [...label];
  const left = middle - Math.floor((characters.length + 2) / 2);
  const right = left + characters.length + 1;
  for (let row = top - 1; row <= bottom + 1; row++) {
    const edge = row === top - 1 ? '┌─┐' : row === bottom + 1 ? '└─┘' : row % 3 === 1 ? '┤ ├' : '│ │';
    const [start = '', between = '', end = ''] = [...edge];
    put(row, left, start);
    for (let column = left + 1; column < right; column++) put(row, column, between);
    put(row, right, end);
  }
  const row = Math.floor((top + bottom) / 2);
  characters.forEach((character, index) => {
    put(row, left + 1 + index, character);
  });
  if (measured) put(bottom + 1, middle, '╥');
}
