import { Failure } from '#core/base/failure.ts';
import type { PythonPort } from '../python/pythonPort.ts';
import { type PythonProgram, programTitle } from '../python/pythonProgram.ts';
import type { ContenderWork } from './contender.ts';

/** What fitting a model or a step may need besides the rows. */
export type PythonWork = Pick<ContenderWork, 'python' | 'signal'>;

/** @throws Failure `unsupported` where the host has no interpreter */
export function interpreterFor(program: PythonProgram, { python }: PythonWork): PythonPort {
  if (python) return python;
  throw new Failure('unsupported', `${programTitle(program)} needs Python, which is not available here.`, {
    advice: 'Run the pipeline with hybridq run, or in the editor.',
  });
}

/** Seeds of NumPy are unsigned. */
export function unsignedSeed(seed: number): number {
  return seed >>> 0;
}

/** An answer that does not have the form asked for, in words about the code that gave it. */
export function badAnswer(program: PythonProgram, problem: string): Failure {
  return new Failure('invalid-input', `${programTitle(program)} ${problem}.`, {
    advice: 'Correct the code, or the options of the step or model that names it.',
  });
}
