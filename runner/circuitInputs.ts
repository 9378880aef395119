import { hasInteger, type IntegerType } from '#core/base/arithmetic/integers.ts';
import { Failure } from '#core/base/failure.ts';
import type { ProgramInput } from '#core/circuit/lower/programInputs.ts';
import { describeType } from '#core/openqasm/index.ts';

/**
 * Requires a value for each input of a circuit, and no others.
 * @throws Failure `invalid-input`
 */
export function requireInputNames(names: readonly string[], inputs: Readonly<Record<string, number>>): void {
  const unknown = Object.keys(inputs).filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Failure('invalid-input', `The circuit has no input ${quoted(unknown)}.`, {
      advice: names.length === 0 ? 'It has no inputs at all.' : `Its inputs are ${names.join(', ')}.`,
    });
  }
  const missing = names.filter((name) => !Object.hasOwn(inputs, name));
  if (missing.length > 0) {
    throw new Failure('invalid-input', `The circuit needs a value for ${quoted(missing)}.`, {
      advice: 'Give each input as name=value, for example --input theta=pi/2.',
    });
  }
}

/**
 * Requires a value of its type for each input of a program, and no others.
 * @throws Failure `invalid-input`
 */
export function requireInputs(declared: readonly ProgramInput[], inputs: Readonly<Record<string, number>>): void {
  requireInputNames(
    declared.map(({ name }) => name),
    inputs,
  );
  for (const { name, type } of declared) {
    const value = inputs[name] ?? 0;
    const problem = problemOf(value, type);
    if (problem !== undefined) {
      throw new Failure(
        'invalid-input',
        `The value of input '${name}' ${problem}, and it is declared as ${describeType(type)}.`,
      );
    }
  }
}

/** Why a number is no value of the type of an input; undefined when it is one. */
function problemOf(value: number, type: ProgramInput['type']): string | undefined {
  if (!Number.isFinite(value)) return 'is not a finite number';
  switch (type.kind) {
    case 'int':
    case 'uint':
    case 'bit':
      if (!Number.isInteger(value)) return `is ${value}, which is not a whole number`;
      return hasInteger(BigInt(value), integerType(type)) ? undefined : `is ${value}, which is out of range`;
    case 'bool':
      return value === 0 || value === 1 ? undefined : `is ${value}, which is neither true nor false`;
    default:
      return undefined;
  }
}

function integerType(type: Extract<ProgramInput['type'], { kind: 'int' | 'uint' | 'bit' | 'qubit' }>): IntegerType {
  if (!('size' in type)) return type;
  return { kind: 'uint', width: typeof type.size === 'number' ? type.size : 1 };
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `'${name}'`);
  return names.length > shown.length ? `${shown.join(', ')} and ${names.length - shown.length} more` : shown.join(', ');
}
