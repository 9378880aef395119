import type { CircuitDrawing, DrawingPart, DrawingWire } from './circuitDrawing.ts';
import { type DrawingColours, type DrawingTheme, drawingColours } from './drawingColours.ts';

/**
 * A drawing as a standalone SVG document: the same bytes for the same drawing on every host.
 * @param theme its colours; `auto` follows the viewer's light or dark preference
 */
export function renderSvg(drawing: CircuitDrawing, theme: DrawingTheme = 'auto'): string {
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${round(drawing.width)}" height="${round(drawing.height)}" ` +
      `viewBox="0 0 ${round(drawing.width)} ${round(drawing.height)}" role="img" aria-label="Quantum circuit">`,
    `<style>${coloursOf(theme)}${stylesheet}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    ...drawing.wires.map((wire) => renderWire(wire, drawing.gutter, drawing.width)),
  ];
  for (const element of drawing.elements) {
    lines.push(`<g><title>${escaped(element.description)}</title>`, ...element.parts.map(renderPart), '</g>');
  }
  if (drawing.notice !== undefined) {
    lines.push(`<text class="detail" x="8" y="${round(drawing.height - 8)}">${escaped(drawing.notice)}</text>`);
  }
  lines.push('</svg>');
  return `${lines.join('\n')}\n`;
}

function coloursOf(theme: DrawingTheme): string {
  if (theme === 'auto') {
    return `${variables(drawingColours.light)}@media(prefers-color-scheme:dark){${variables(drawingColours.dark)}}`;
  }
  return variables(drawingColours[theme]);
}

function variables(colours: DrawingColours): string {
  return `svg{${Object.entries(colours)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';')}}`;
}

const stylesheet = [
  '.paper{fill:var(--paper)}',
  'text{font-family:ui-monospace,Menlo,Consolas,"DejaVu Sans Mono",monospace;fill:var(--ink)}',
  '.label{font-size:13px;text-anchor:middle;dominant-baseline:central}',
  '.wire-label{font-size:13px;text-anchor:end;dominant-baseline:central}',
  '.detail{font-size:10px;text-anchor:middle;dominant-baseline:central}',
  'text.detail[x="8"]{text-anchor:start}',
  '.wire,.link{stroke:var(--soft);stroke-width:1.2;fill:none}',
  '.link{stroke:var(--ink)}',
  '.box{fill:var(--gate);stroke:var(--edge);stroke-width:1.2}',
  '.reset{fill:var(--paper);stroke:var(--soft)}',
  '.dot{fill:var(--ink);stroke:var(--ink);stroke-width:1.2}',
  '.open{fill:var(--paper)}',
  '.not{fill:var(--paper);stroke:var(--ink);stroke-width:1.4}',
  '.stroke{stroke:var(--ink);stroke-width:1.4;fill:none}',
  '.barrier{stroke:var(--soft);stroke-width:1.6;stroke-dasharray:4 3}',
  '.frame{fill:none;stroke:var(--frame);stroke-dasharray:5 3}',
  '.frame-label{font-size:10px;fill:var(--frame)}',
  '.program .frame{stroke:var(--soft);stroke-dasharray:none}',
  '.program .frame-label{fill:var(--soft)}',
  '.pass .frame{stroke-dasharray:1 3}',
  '.group{fill:var(--paper);stroke-width:2}',
  '.passing{stroke:var(--soft);stroke-dasharray:2 3}',
].join('');

function renderWire(wire: DrawingWire, gutter: number, right: number): string {
  const label = `<text class="wire-label" x="${round(gutter - 6)}" y="${round(wire.y)}">${escaped(wire.label)}</text>`;
  const line = (y: number) =>
    `<line class="wire" x1="${round(gutter)}" y1="${round(y)}" x2="${round(right - 8)}" y2="${round(y)}"/>`;
  return label + (wire.kind === 'qubit' ? line(wire.y) : line(wire.y - 1.5) + line(wire.y + 1.5));
}

function renderPart(part: DrawingPart): string {
  switch (part.kind) {
    case 'box': {
      const { height, label, role, width, x, y } = part;
      const cx = round(x + width / 2);
      const cy = y + height / 2;
      const box = `<rect class="box${boxClasses[role]}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="3"/>`;
      if (part.detail === undefined)
        return `${box}<text class="label" x="${cx}" y="${round(cy)}">${escaped(label)}</text>`;
      const lines = [
        `<text class="label" x="${cx}" y="${round(cy - 6)}">${escaped(label)}</text>`,
        `<text class="detail" x="${cx}" y="${round(cy + 8)}">${escaped(part.detail)}</text>`,
      ];
      return box + lines.join('');
    }
    case 'meter': {
      const { height, width, x, y } = part;
      const box = `<rect class="box" x="${round(x - width / 2)}" y="${round(y - height / 2)}" width="${round(width)}" height="${round(height)}" rx="3"/>`;
      const dial = `<path class="stroke" d="M${round(x - 10)} ${round(y + 6)}A10 10 0 0 1 ${round(x + 10)} ${round(y + 6)}"/>`;
      const needle = `<line class="stroke" x1="${round(x)}" y1="${round(y + 6)}" x2="${round(x + 8)}" y2="${round(y - 8)}"/>`;
      return box + dial + needle;
    }
    case 'control':
      return `<circle class="dot${part.value === 0 ? ' open' : ''}" cx="${round(part.x)}" cy="${round(part.y)}" r="4.5"/>`;
    case 'not': {
      const { radius, x, y } = part;
      const cross = `M${round(x - radius)} ${round(y)}H${round(x + radius)}M${round(x)} ${round(y - radius)}V${round(y + radius)}`;
      return `<circle class="not" cx="${round(x)}" cy="${round(y)}" r="${round(radius)}"/><path class="stroke" d="${cross}"/>`;
    }
    case 'swap': {
      const { x, y } = part;
      return `<path class="stroke" d="M${round(x - 6)} ${round(y - 6)}L${round(x + 6)} ${round(y + 6)}M${round(x - 6)} ${round(y + 6)}L${round(x + 6)} ${round(y - 6)}"/>`;
    }
    case 'line': {
      const line = (x: number) =>
        `<line class="link" x1="${round(x)}" y1="${round(part.y1)}" x2="${round(x)}" y2="${round(part.y2)}"/>`;
      return part.role === 'quantum' ? line(part.x) : line(part.x - 1.5) + line(part.x + 1.5);
    }
    case 'barrier':
      return `<line class="barrier" x1="${round(part.x)}" y1="${round(part.y1)}" x2="${round(part.x)}" y2="${round(part.y2)}"/>`;
    case 'text':
      return `<text class="detail" x="${round(part.x)}" y="${round(part.y)}">${escaped(part.text)}</text>`;
    case 'passing':
      return `<line class="passing" x1="${round(part.x1)}" y1="${round(part.y)}" x2="${round(part.x2)}" y2="${round(part.y)}"/>`;
    case 'frame': {
      const { height, label, role, width, x, y } = part;
      const box = `<rect class="frame" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="4"/>`;
      const text = `<text class="frame-label" x="${round(x + 5)}" y="${round(y + 11)}">${escaped(label)}</text>`;
      return role === 'branch' ? box + text : `<g class="program ${role}">${box}${text}</g>`;
    }
  }
}

const boxClasses = { gate: '', reset: ' reset', assignment: ' reset', group: ' group' } as const;

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
