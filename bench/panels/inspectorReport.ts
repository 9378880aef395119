import type { StatePart } from '#core/protocol/stateChoices.ts';
import { spreadOf } from '../simulator/statistics.ts';

/** Milliseconds of every step with a circuit. */
export interface TimedState {
  readonly qubits: number;
  readonly layers: number;
  readonly parts: readonly {
    readonly part: StatePart;
    /** From the event of the slider until the numbers are in the page, and until they are painted. */
    readonly changed: readonly number[];
    readonly painted: readonly number[];
  }[];
  /** Of the peer, for amplitudes and chances alone. */
  readonly peer?: readonly number[];
}

export interface InspectorReportContext {
  readonly machine: string;
  readonly browser: string;
  readonly peer: string;
  readonly steps: number;
}

/** The report as Markdown. */
export function inspectorReport(
  circuits: readonly TimedState[],
  { browser, machine, peer, steps }: InspectorReportContext,
): string {
  return [
    '# The state of a circuit in the panel',
    '',
    'Written by `node bench/panels/inspector.ts`. A slider of an input is moved, and the time is taken until the new numbers are',
    `in the page, and until they are painted; ${steps} steps, a third of them on more than 16 qubits. Each layer has two`,
    'rotations about the input on every qubit and a chain of CX. The page is in Chromium without a graphics card, the simulator',
    'in a process of its own; the hop over the extension host of an editor is not in it. The peer has the circuit in its page',
    'and simulates it there for each value of the input; it draws nothing.',
    '',
    `Machine: ${machine}, ${browser}. Peer: ${peer}.`,
    '',
    '| Circuit | Shown | In the page, median | 95 % | Painted, median | 95 % | Peer, median | Ratio |',
    '| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...circuits.flatMap(rowsOf),
    '',
  ].join('\n');
}

const names: Readonly<Record<StatePart, string>> = {
  amplitudes: 'amplitudes',
  qubits: 'Bloch vectors',
  correlations: 'mutual information of all pairs',
};

function rowsOf({ layers, parts, peer, qubits }: TimedState): readonly string[] {
  return parts.map(({ changed, painted, part }) => {
    const median = medianOf(changed);
    // Bloch vectors and correlations are no part of what the peer tells.
    const other = part === 'amplitudes' && peer !== undefined ? medianOf(peer) : undefined;
    const cells = [
      `${qubits} qubits, ${layers} layers`,
      names[part],
      `${median.toFixed(1)} ms`,
      `${most(changed).toFixed(1)} ms`,
      `${medianOf(painted).toFixed(1)} ms`,
      `${most(painted).toFixed(1)} ms`,
      other === undefined ? '' : `${Math.round(other)} ms`,
      other === undefined ? '' : `${Math.round(other / median)}×`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
}

function medianOf(times: readonly number[]): number {
  return spreadOf(times)?.median ?? Number.NaN;
}

/** What 95 % of the steps take at most. */
function most(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}
