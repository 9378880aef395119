import type { PauliFactor } from '../observable.ts';
import type { PauliChannel, StabilizerInstruction } from '../stabilizerProgram.ts';
import type { ImportReport } from './importedCircuit.ts';
import type { StimInstruction } from './stimInstructions.ts';
import { stimSimpleNoise } from './stimInstructionTable.ts';
import type { StimOperands } from './stimOperands.ts';

export type StimNoise = Extract<StabilizerInstruction, { kind: 'noise' | 'correlated' | 'heralded' }>;

/**
 * Reads an instruction of noise.
 * @param name with aliases resolved
 * @returns nothing where it has no effect; undefined for instructions that are no noise
 */
export function stimNoise(
  name: string,
  instruction: StimInstruction,
  operands: StimOperands,
  report: ImportReport,
): readonly StimNoise[] | undefined {
  const probabilities = (count: number) => operands.probabilities(instruction, count);
  const simple = stimSimpleNoise.get(name);
  if (simple) return simpleNoise(simple, instruction, operands);
  switch (name) {
    case 'DEPOLARIZE1':
    case 'DEPOLARIZE2': {
      const [probability = 0] = probabilities(1);
      return channelNoise(
        { kind: 'depolarize', size: name === 'DEPOLARIZE1' ? 1 : 2, probability },
        instruction,
        operands,
      );
    }
    case 'PAULI_CHANNEL_1': {
      const [x = 0, y = 0, z = 0] = probabilities(3);
      return channelNoise({ kind: 'single', x, y, z }, instruction, operands);
    }
    case 'PAULI_CHANNEL_2':
      return channelNoise({ kind: 'pair', probabilities: probabilities(15) }, instruction, operands);
    case 'E':
    case 'ELSE_CORRELATED_ERROR': {
      const [probability = 0] = probabilities(1);
      const factors = errorFactors(instruction, report);
      return [{ kind: 'correlated', probability, factors, isElse: name !== 'E' }];
    }
    case 'HERALDED_ERASE': {
      const [any = 0] = probabilities(1);
      return heraldedNoise([any / 4, any / 4, any / 4, any / 4], instruction, operands);
    }
    case 'HERALDED_PAULI_CHANNEL_1':
      return heraldedNoise(probabilities(4), instruction, operands);
    default:
      return undefined;
  }
}

function simpleNoise(
  { axis, size }: { readonly axis: PauliFactor['axis'] | undefined; readonly size: 1 | 2 },
  instruction: StimInstruction,
  operands: StimOperands,
): StimNoise[] {
  if (axis === undefined) {
    // Errors that do nothing here, whatever their arguments mean elsewhere.
    if (size === 2) operands.pairs(instruction);
    return [];
  }
  const [probability = 0] = operands.probabilities(instruction, 1);
  const of = (other: PauliFactor['axis']) => (axis === other ? probability : 0);
  return channelNoise({ kind: 'single', x: of('X'), y: of('Y'), z: of('Z') }, instruction, operands);
}

function channelNoise(channel: PauliChannel, instruction: StimInstruction, operands: StimOperands): StimNoise[] {
  const isPair = channel.kind === 'pair' || (channel.kind === 'depolarize' && channel.size === 2);
  const { name } = instruction;
  const targets = isPair
    ? operands.pairs(instruction).flatMap(([left, right]) => operands.differentQubits(left, right, name))
    : operands.qubits(instruction);
  return targets.length === 0 ? [] : [{ kind: 'noise', channel, targets }];
}

function heraldedNoise(
  [identity = 0, x = 0, y = 0, z = 0]: readonly number[],
  instruction: StimInstruction,
  operands: StimOperands,
): StimNoise[] {
  const qubits = operands.qubits(instruction);
  return qubits.length === 0 ? [] : [{ kind: 'heralded', identity, x, y, z, qubits }];
}

function errorFactors({ name, targets }: StimInstruction, report: ImportReport): PauliFactor[] {
  return targets.flatMap((target): PauliFactor[] => {
    if (target.kind === 'pauli' && !target.inverted) return [{ axis: target.pauli, qubit: target.qubit }];
    report.problem(target.range, `${name} takes Pauli matrices such as X1 Z2.`);
    return [];
  });
}
