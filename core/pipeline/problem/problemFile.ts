import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import { parseTable, type Table } from '#core/learn/table.ts';
import type { WeightedEdge } from './binaryObjectives.ts';

/** What the file of a problem holds. */
export type ProblemFile =
  /** Columns of a CSV file: edges, Pauli products or correlations. */
  | { readonly kind: 'table'; readonly table: Table }
  /** Edges of a graph, or entries of a QUBO where an edge from a variable to itself is linear. */
  | { readonly kind: 'edges'; readonly edges: readonly WeightedEdge[] }
  /** An energy of spins s = ±1: Σ h s + Σ J s s + offset. */
  | {
      readonly kind: 'ising';
      readonly fields: readonly (readonly [spin: number, field: number])[];
      readonly couplings: readonly WeightedEdge[];
      readonly offset: number;
    }
  | { readonly kind: 'paulis'; readonly terms: readonly (readonly [product: string, coefficient: number])[] };

type ProblemKind = 'maxcut' | 'qubo' | 'feature-selection' | 'hamiltonian';

/**
 * Reads the file of a problem, by the end of its name: `.json`; `.mtx` (Matrix Market, coordinates); `.txt`, `.edges`,
 * `.edgelist`, `.gset`, `.rud`, `.mc` and `.paulis` are lines of text; everything else is CSV.
 * @throws Failure `invalid-input` with the line of what cannot be read
 */
export function readProblemFile(text: string, path: string, kind: ProblemKind): ProblemFile {
  const ending = /\.(\w+)$/.exec(path)?.[1]?.toLowerCase() ?? '';
  if (kind !== 'feature-selection') {
    if (ending === 'json') return readJson(text, path, kind);
    if (ending === 'mtx') return { kind: 'edges', edges: readMatrixMarket(text, path, kind) };
    if (textEndings.has(ending))
      return kind === 'hamiltonian'
        ? { kind: 'paulis', terms: readPauliLines(text, path) }
        : { kind: 'edges', edges: readEdgeLines(text, path) };
  }
  return { kind: 'table', table: parseTable(text, path) };
}

const textEndings: ReadonlySet<string> = new Set(['txt', 'edges', 'edgelist', 'gset', 'rud', 'mc', 'paulis']);

function problem(path: string, why: string, line?: number, advice?: string): Failure {
  return new Failure('invalid-input', `${path} cannot be read as a problem: ${why}.`, {
    place: { path, ...(line !== undefined && { line, character: 0 }) },
    ...(advice !== undefined && { advice }),
  });
}

const finite = z.number();
const index = z.int().min(0);
const edgeSchema = z.union([z.tuple([index, index]), z.tuple([index, index, finite])]);
const edgesSchema = z.union([z.array(edgeSchema).min(1), z.strictObject({ edges: z.array(edgeSchema).min(1) })]);
const isingSchema = z.strictObject({
  h: z.union([z.array(finite), z.record(z.string(), finite)]).optional(),
  J: z.union([z.array(z.tuple([index, index, finite])), z.record(z.string(), finite)]).optional(),
  offset: finite.optional(),
});
const quboSchema = z.strictObject({
  linear: z.union([z.array(finite), z.record(z.string(), finite)]).optional(),
  quadratic: z.union([z.array(z.tuple([index, index, finite])), z.record(z.string(), finite)]).optional(),
});
const paulisSchema = z.union([
  z.record(z.string(), finite),
  z.array(z.tuple([z.string(), finite])),
  z.array(z.strictObject({ pauli: z.string(), coefficient: finite })),
]);

const jsonForms = {
  maxcut: 'a list of edges [a, b, weight], or {"edges": […]}',
  qubo: 'a list of entries [i, j, weight], {"edges": […]}, {"linear": …, "quadratic": …}, or {"h": …, "J": …}',
  hamiltonian: '{"ZZ": 0.5, …}, or a list of pairs ["ZZ", 0.5]',
} as const;

function readJson(text: string, path: string, kind: keyof typeof jsonForms): ProblemFile {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw problem(path, `it is not valid JSON (${thrown.message})`);
    throw thrown;
  }
  const formed = kind === 'hamiltonian' ? paulisOf(content) : binaryOf(content, path, kind);
  if (formed) return formed;
  throw problem(path, 'it has another form', undefined, `Write ${jsonForms[kind]}.`);
}

function paulisOf(content: unknown): ProblemFile | undefined {
  const { data } = paulisSchema.safeParse(content);
  if (!data) return undefined;
  const terms = Array.isArray(data)
    ? data.map((term) => (Array.isArray(term) ? term : ([term.pauli, term.coefficient] as const)))
    : Object.entries(data);
  return { kind: 'paulis', terms };
}

function binaryOf(content: unknown, path: string, kind: 'maxcut' | 'qubo'): ProblemFile | undefined {
  const edges = edgesSchema.safeParse(content).data;
  if (edges) {
    const list = Array.isArray(edges) ? edges : edges.edges;
    return { kind: 'edges', edges: list.map(([first, second, weight = 1]) => ({ first, second, weight })) };
  }
  const ising = kind === 'qubo' ? isingSchema.safeParse(content).data : undefined;
  if (ising && (ising.h ?? ising.J) !== undefined)
    return {
      kind: 'ising',
      fields: indexed(ising.h ?? [], path),
      couplings: pairs(ising.J ?? [], path),
      offset: ising.offset ?? 0,
    };
  const qubo = kind === 'qubo' ? quboSchema.safeParse(content).data : undefined;
  if (!qubo || (qubo.linear ?? qubo.quadratic) === undefined) return undefined;
  const linear = indexed(qubo.linear ?? [], path).map(([own, weight]) => ({ first: own, second: own, weight }));
  return { kind: 'edges', edges: [...linear, ...pairs(qubo.quadratic ?? [], path)] };
}

/** A list by place, or an object by number. */
function indexed(
  values: readonly number[] | Readonly<Record<string, number>>,
  path: string,
): (readonly [number, number])[] {
  if (Array.isArray(values)) return values.map((value: number, place) => [place, value] as const);
  return Object.entries(values).map(([key, value]) => [wholeNumber(key, path), value] as const);
}

/** A list of [i, j, weight], or an object whose keys are two numbers such as `0,1` or `(0, 1)`. */
function pairs(
  values: readonly (readonly [number, number, number])[] | Readonly<Record<string, number>>,
  path: string,
): WeightedEdge[] {
  if (Array.isArray(values))
    return values.map(([first, second, weight]: readonly [number, number, number]) => ({ first, second, weight }));
  return Object.entries(values).map(([key, weight]) => {
    const [, first, second] = /^\(?\s*(\d+)\s*[,\s]\s*(\d+)\s*\)?$/.exec(key) ?? [];
    if (first === undefined || second === undefined) throw problem(path, `“${key}” does not name two variables`);
    return { first: Number(first), second: Number(second), weight };
  });
}

function wholeNumber(text: string, path: string): number {
  if (/^\d+$/.test(text.trim())) return Number(text);
  throw problem(path, `“${text}” is no number of a variable`);
}

interface Line {
  readonly text: string;
  /** From 0. */
  readonly number: number;
}

function linesOf(text: string, comment: RegExp): Line[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .map((line, number) => ({ text: line.replace(comment, '').trim(), number }))
    .filter((line) => line.text !== '');
}

/**
 * An edge a line: its two ends and, where it does not weigh 1, its weight. Vertices are numbered from 0; from 1 where the
 * first line says how many vertices and edges there are, as in the Gset collection.
 */
function readEdgeLines(text: string, path: string): WeightedEdge[] {
  const lines = linesOf(text, /[#%].*$/);
  const rows = lines.map((line) => ({ line, numbers: numbersOf(line, path) }));
  const [header, ...rest] = rows;
  if (!header) throw problem(path, 'it has no edges');
  const [vertices = 0, count] = header.numbers;
  const isHeader =
    header.numbers.length === 2 &&
    count === rest.length &&
    rest.every(({ numbers: [first = 0, second = 0] }) => [first, second].every((end) => end >= 1 && end <= vertices));
  const offset = isHeader ? 1 : 0;
  return (isHeader ? rest : rows).map(({ line, numbers: [first, second, weight = 1, ...more] }) => {
    if (first === undefined || second === undefined || more.length > 0)
      throw problem(path, 'an edge is two numbers and perhaps a weight', line.number);
    if (!Number.isInteger(first) || !Number.isInteger(second))
      throw problem(path, 'vertices are whole numbers', line.number);
    return { first: first - offset, second: second - offset, weight };
  });
}

function numbersOf({ number, text }: Line, path: string): number[] {
  return text.split(/[\s,;]+/).map((part) => {
    const value = Number(part);
    if (part !== '' && Number.isFinite(value)) return value;
    throw problem(path, `“${part}” is no number`, number);
  });
}

/**
 * The entries of a matrix in coordinates (Boisvert, Pozo and Remington, "The Matrix Market exchange formats", 1996), numbered
 * from 1. Of a symmetric matrix one triangle is written: an entry beside the diagonal is an edge, for a QUBO both entries.
 */
function readMatrixMarket(text: string, path: string, kind: ProblemKind): WeightedEdge[] {
  const [, field, symmetry] =
    /^%%MatrixMarket\s+matrix\s+coordinate\s+(real|integer|pattern)\s+(general|symmetric)\s*$/im.exec(
      text.split(/\r?\n/, 1)[0] ?? '',
    ) ?? [];
  if (field === undefined || symmetry === undefined)
    throw problem(path, 'its first line is not that of a real or pattern matrix in coordinates', 0);
  if (kind === 'hamiltonian') throw problem(path, 'a matrix holds no Pauli products', 0);
  const [size, ...rows] = linesOf(text, /%.*$/).map((line) => ({ line, numbers: numbersOf(line, path) }));
  const [height, width, count] = size?.numbers ?? [];
  if (!size || height === undefined || height !== width)
    throw problem(path, 'its matrix is not square', size?.line.number);
  if (count !== rows.length)
    throw problem(path, `it promises ${count} entries and has ${rows.length}`, size.line.number);
  const isPattern = field.toLowerCase() === 'pattern';
  const isSymmetric = symmetry.toLowerCase() === 'symmetric';
  const edges = rows.map(({ line, numbers: [row, column, value = 1, ...more] }) => {
    if (row === undefined || column === undefined || more.length > 0)
      throw problem(path, 'an entry is a row, a column and a value', line.number);
    const twice = kind === 'qubo' && isSymmetric && row !== column ? 2 : 1;
    return { first: row - 1, second: column - 1, weight: isPattern ? twice : twice * value };
  });
  return kind === 'maxcut' && !isSymmetric ? onceEach(edges, path) : edges;
}

/** The edges of a graph whose matrix is written whole: each edge in both directions. */
function onceEach(edges: readonly WeightedEdge[], path: string): WeightedEdge[] {
  const known = new Map<string, WeightedEdge>();
  for (const edge of edges) {
    const key = `${Math.min(edge.first, edge.second)} ${Math.max(edge.first, edge.second)}`;
    const other = known.get(key);
    if (other && other.weight !== edge.weight)
      throw problem(path, `the edge between ${edge.first + 1} and ${edge.second + 1} has two weights`);
    known.set(key, edge);
  }
  return [...known.values()];
}

/**
 * A term a line: the Pauli product and its coefficient in either order (`0.5 ZZ`, `Z0 Z1 0.5`), or as OpenFermion writes it,
 * `(0.5+0j) [Z0 Z1] +`.
 */
function readPauliLines(text: string, path: string): (readonly [string, number])[] {
  return linesOf(text, /#.*$/).map((line) => {
    const written = line.text.replace(/[+*]\s*$/, '').trim();
    const [, ahead, bracketed] = /^(.*?)\s*\*?\s*\[([^\]]*)\]$/.exec(written) ?? [];
    const parts = written.split(/[\s*]+/);
    const [first = '', last = ''] = [parts[0], parts.at(-1)];
    const [product, coefficient] =
      bracketed !== undefined
        ? [bracketed.trim() === '' ? '' : bracketed, ahead ?? '']
        : isCoefficient(first)
          ? [parts.slice(1).join(' '), first]
          : [parts.slice(0, -1).join(' '), last];
    const value = coefficientOf(coefficient);
    if (value === undefined) throw problem(path, `“${coefficient}” is no real coefficient`, line.number);
    return [product, value] as const;
  });
}

function isCoefficient(text: string): boolean {
  return coefficientOf(text) !== undefined;
}

/** A number, or a complex one as Python writes it whose imaginary part is 0. */
function coefficientOf(text: string): number | undefined {
  const [, real, imaginary] = /^\(?([+-]?[\d.]+(?:e[+-]?\d+)?)(?:([+-][\d.]+(?:e[+-]?\d+)?)j)?\)?$/i.exec(text) ?? [];
  const value = Number(real);
  return real !== undefined && Number.isFinite(value) && Number(imaginary ?? 0) === 0 ? value : undefined;
}
