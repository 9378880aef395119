import { Failure } from '#core/base/failure.ts';
import { LineTable } from '#core/base/textRange.ts';
import { bindCircuit } from '#core/circuit/bindCircuit.ts';
import { type ImportFormat, importCircuit } from '#core/circuit/import/importCircuit.ts';
import type { ImportProblem } from '#core/circuit/import/importedCircuit.ts';
import { importStimProgram } from '#core/circuit/import/stim.ts';
import { requireInputNames } from './circuitInputs.ts';
import type { LoadedCircuit } from './circuitProgram.ts';

/**
 * Reads a circuit file in another format than OpenQASM.
 * @param inputs values of its parameters by name; without them they stay parameters
 * @throws Failure `invalid-circuit` with the place of the first problem; `invalid-input` for a parameter without a value
 * and a value without a parameter
 */
export function loadImportedCircuit(
  text: string,
  path: string,
  format: ImportFormat,
  now: () => number,
  inputs?: Readonly<Record<string, number>>,
): LoadedCircuit {
  const begun = now();
  const imported = importCircuit(text, format);
  const lines = new LineTable(text);
  if (!imported.ok) throw importFailure(imported.error, path, lines);
  const { circuit, notes } = imported.value;
  const timing = { parse: now() - begun, lower: 0 };
  const names = circuit.parameters.map(({ name }) => name);
  if (inputs) requireInputNames(names, inputs);
  const bound = inputs
    ? bindCircuit(
        circuit,
        names.map((name) => inputs[name] ?? 0),
      )
    : circuit;
  const program = format === 'stim' ? importStimProgram(text) : undefined;
  const whole = program?.ok ? { program: program.value } : {};
  return { circuit: bound, ...whole, inputCount: names.length, path, lines, notes, timing };
}

/** Why a file holds no circuit, at the place of its first problem. */
export function importFailure(problems: readonly ImportProblem[], path: string, lines: LineTable): Failure {
  const [first] = problems;
  const place = first ? { path, ...lines.positionAt(first.range.start) } : { path };
  const more = problems.length - 1;
  return new Failure('invalid-circuit', first?.message ?? 'This file holds no circuit.', {
    place,
    ...(more > 0 ? { advice: `The file has ${more + 1} problems; hybridq convert lists all.` } : {}),
  });
}
