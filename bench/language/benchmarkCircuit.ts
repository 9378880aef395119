/** Places in a circuit that every subject is asked about. */
export interface BenchmarkPlaces {
  /** Zero-based line of a `cx q[…], q[…];` in the middle, which requests point at. */
  readonly middleLine: number;
  /** Lines in which keys are pressed, spread over the file. */
  readonly editedLines: readonly number[];
}

/**
 * A program of OpenQASM 3 as a circuit generator writes them, one statement a line: calls of standard gates and of one
 * own gate, a few measurements and conditions. Its last statement calls a gate that does not exist, so that every front
 * end has the same one problem to report. The same for every call with the same number of lines.
 */
export function benchmarkCircuit(lines: number): string {
  const random = generator(20_260_101);
  const body: string[] = [];
  const count = lines - head.length - 1;
  const middle = Math.floor(count / 2);
  for (let index = 0; index < count; index++) body.push(index === middle ? 'cx q[1], q[2];' : statement(random));
  return `${[...head, ...body, 'undefined_gate q[0];'].join('\n')}\n`;
}

/** The places in the circuit with so many lines. */
export function benchmarkPlaces(lines: number): BenchmarkPlaces {
  const count = lines - head.length - 1;
  return {
    middleLine: head.length + Math.floor(count / 2),
    editedLines: Array.from({ length: edits }, (_, edit) => head.length + Math.floor(((edit + 0.5) * count) / edits)),
  };
}

const width = 32;
const edits = 30;

const head = [
  'OPENQASM 3.0;',
  'include "stdgates.inc";',
  'gate entangle(theta) a, b { h a; cx a, b; rz(theta / 2) b; cx a, b; }',
  `qubit[${width}] q;`,
  `bit[${width}] c;`,
];

function statement(random: (below: number) => number): string {
  const first = random(width);
  const second = (first + 1 + random(width - 1)) % width;
  const angle = (random(6_283_185) / 1_000_000).toFixed(6);
  switch (random(16)) {
    case 0:
    case 1:
    case 2:
      return `h q[${first}];`;
    case 3:
    case 4:
    case 5:
      return `cx q[${first}], q[${second}];`;
    case 6:
    case 7:
    case 8:
      return `rz(${angle}) q[${first}];`;
    case 9:
      return `u3(pi / ${1 + random(8)}, ${angle}, -pi / 4) q[${first}];`;
    case 10:
      return `t q[${first}];`;
    case 11:
      return `cp(-pi / ${2 ** random(6)}) q[${first}], q[${second}];`;
    case 12:
      return `entangle(${angle}) q[${first}], q[${second}];`;
    case 13:
      return `barrier q[${first}], q[${second}];`;
    case 14:
      return `c[${first}] = measure q[${first}];`;
    default:
      return `if (c[${first}]) { x q[${second}]; }`;
  }
}

/** Whole numbers from 0 to below a limit; a linear congruential generator is good enough to mix statements. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * The text after a keystroke in a line, by turns one that makes its first digit another one, and one that types a space
 * behind its statement and moves all that follows.
 * @param turn the number of the keystroke
 */
export function withKeystroke(text: string, line: number, turn: number): string {
  let start = 0;
  for (let skipped = 0; skipped < line; skipped++) start = text.indexOf('\n', start) + 1;
  if (turn % 2 === 1) {
    const end = text.indexOf('\n', start);
    return `${text.slice(0, end)} ${text.slice(end)}`;
  }
  const digit = text.slice(start, text.indexOf('\n', start)).search(/\d/) + start;
  return `${text.slice(0, digit)}${text.charAt(digit) === '1' ? '2' : '1'}${text.slice(digit + 1)}`;
}
