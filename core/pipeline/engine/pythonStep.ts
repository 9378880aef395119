import { type Matrix, rowOf, selectRows, zeroMatrix } from '#core/learn/matrix.ts';
import type { Targets } from '#core/learn/preprocessing/targets.ts';
import type { SplitIndices } from '#core/learn/split.ts';
import { declaredOutputs, type PythonCode, pythonStep } from '../python/pythonProgram.ts';
import type { ResolvedStep } from '../schema/resolvedPipeline.ts';
import { badAnswer, interpreterFor, type PythonWork, unsignedSeed } from './pythonWork.ts';

/** Rows at some point of the preprocessing, with the names of their columns. */
export interface NamedRows {
  readonly rows: Matrix;
  readonly names: readonly string[];
}

/**
 * Fits a step in Python on the training rows (or on all, where it asks for that) and lets it transform the rows of each
 * part of the split by themselves, so that no row can tell anything about one of another part.
 * @param current all rows as the steps before leave them
 * @param seed of what the step draws
 * @throws Failure of the interpreter, `invalid-input` for an answer of another form
 */
export async function applyPythonStep(
  step: ResolvedStep,
  current: NamedRows,
  targets: Targets,
  split: SplitIndices,
  seed: number,
  work: PythonWork,
): Promise<NamedRows> {
  const code = pythonStep(step);
  const { names, rows } = current;
  const all = step.fitOn === 'all';
  const parts = partsOf(split, rows.rows);
  const answer = await interpreterFor(code, work).transform(
    code,
    {
      seed: unsignedSeed(seed),
      fit: all ? rows : selectRows(rows, split.train),
      targets: all ? targets.values : split.train.map((row) => targets.values[row] as number),
      target: targets.kind,
      names,
      parts: parts.map((part) => selectRows(rows, part)),
    },
    work.signal,
  );
  const width = answer.parts[0]?.columns ?? 0;
  checkParts(code, parts, answer.parts, width);
  return { rows: joined(parts, answer.parts, rows.rows, width), names: outputNames(step, code, answer.names, width) };
}

/** Training and test rows, and those of neither, which only steps behind this one that learn from all rows look at. */
function partsOf({ test, train }: SplitIndices, count: number): (readonly number[])[] {
  const used = new Set([...train, ...test]);
  const others = Array.from({ length: count }, (_, row) => row).filter((row) => !used.has(row));
  return [train, test, others].filter((part) => part.length > 0);
}

function checkParts(
  code: PythonCode,
  parts: readonly (readonly number[])[],
  answers: readonly Matrix[],
  width: number,
): void {
  if (answers.length !== parts.length) throw badAnswer(code, `answered ${answers.length} of ${parts.length} requests`);
  answers.forEach(({ columns, rows, values }, index) => {
    const expected = parts[index]?.length ?? 0;
    if (rows !== expected) throw badAnswer(code, `made ${rows} rows of ${expected}`);
    if (columns !== width || width === 0)
      throw badAnswer(code, width === 0 ? 'gave no columns' : `gave ${width} columns at first and ${columns} later`);
    if (!values.every(Number.isFinite)) throw badAnswer(code, 'gave values that are not finite numbers');
  });
}

function joined(
  parts: readonly (readonly number[])[],
  answers: readonly Matrix[],
  count: number,
  width: number,
): Matrix {
  const whole = zeroMatrix(count, width);
  answers.forEach((answer, index) => {
    parts[index]?.forEach((row, position) => {
      whole.values.set(rowOf(answer, position), row * width);
    });
  });
  return whole;
}

/** The names written down, those the code gives, or numbered ones. */
function outputNames(
  step: ResolvedStep,
  code: PythonCode,
  given: readonly string[] | undefined,
  width: number,
): readonly string[] {
  const declared = declaredOutputs(step);
  const count = typeof declared === 'number' ? declared : declared?.length;
  if (count !== undefined && count !== width)
    throw badAnswer(code, `gave ${width} columns, but outputs of the step ${step.id} says ${count}`);
  if (typeof declared === 'object') return declared;
  if (given && given.length === width && new Set(given).size === width) return given;
  return Array.from({ length: width }, (_, column) => `${step.id}${column + 1}`);
}
