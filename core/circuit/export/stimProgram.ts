import type { PauliFactor } from '../observable.ts';
import type { PauliChannel, SignedProduct, StabilizerInstruction, StabilizerProgram } from '../stabilizerProgram.ts';

/** A stabilizer program in Stim's format, with its noise, annotations and repetitions; a line for an instruction. */
export function exportStimProgram({ instructions }: StabilizerProgram): string {
  return instructionLines(instructions, '')
    .map((line) => `${line}\n`)
    .join('');
}

function instructionLines(instructions: readonly StabilizerInstruction[], indent: string): string[] {
  const lines: string[] = [];
  for (const [index, instruction] of instructions.entries()) {
    if (instruction.kind === 'repeat') {
      lines.push(`${indent}REPEAT ${instruction.count} {`, ...instructionLines(instruction.body, `${indent}    `));
      lines.push(`${indent}}`);
    } else if (!isTakenByMeasurement(instruction, instructions[index - 1])) {
      lines.push(`${indent}${instructionLine(instruction, instructions[index + 1])}`);
    }
  }
  return lines;
}

function instructionLine(
  instruction: Exclude<StabilizerInstruction, { kind: 'repeat' }>,
  next: StabilizerInstruction | undefined,
): string {
  switch (instruction.kind) {
    case 'gate':
      return line(instruction.gate, [], instruction.targets);
    case 'feedback':
      return line(`C${instruction.axis}`, [], [...recordTargets([instruction.record]), instruction.qubit]);
    case 'measure':
      return measurementLine(instruction, isTakenByMeasurement(next, instruction));
    case 'constant':
      return line('MPAD', nonZero(instruction.flipProbability), instruction.values);
    case 'reset':
      return line(`R${zIsPlain(instruction.axis)}`, [], instruction.qubits);
    case 'noise':
      return line(...channelName(instruction.channel), instruction.targets);
    case 'correlated':
      return line(
        instruction.isElse ? 'ELSE_CORRELATED_ERROR' : 'E',
        [instruction.probability],
        pauliTargets(instruction.factors),
      );
    case 'heralded': {
      const { identity, qubits, x, y, z } = instruction;
      return line('HERALDED_PAULI_CHANNEL_1', [identity, x, y, z], qubits);
    }
    case 'detector':
      return line('DETECTOR', instruction.coordinates, recordTargets(instruction.records));
    case 'observable':
      return line(
        'OBSERVABLE_INCLUDE',
        [instruction.index],
        [...recordTargets(instruction.records), ...pauliTargets(instruction.factors)],
      );
    case 'coordinates':
      return line('QUBIT_COORDS', instruction.coordinates, instruction.qubits);
    case 'shift':
      return line('SHIFT_COORDS', instruction.by, []);
    case 'tick':
      return 'TICK';
  }
}

function measurementLine(
  { flipProbability, products }: Extract<StabilizerInstruction, { kind: 'measure' }>,
  thenResets: boolean,
): string {
  const values = nonZero(flipProbability);
  const axis = commonAxis(products);
  if (axis !== undefined) {
    const targets = products.map(({ factors, isInverted }) => `${isInverted ? '!' : ''}${factors[0]?.qubit ?? 0}`);
    return line(`M${thenResets ? 'R' : ''}${zIsPlain(axis)}`, values, targets);
  }
  const targets = products.map(
    ({ factors, isInverted }) => `${isInverted ? '!' : ''}${pauliTargets(factors).join('*')}`,
  );
  return line('MPP', values, targets);
}

/** Whether a reset is part of the measurement just before it, of the same qubits in the same basis. */
function isTakenByMeasurement(
  reset: StabilizerInstruction | undefined,
  measurement: StabilizerInstruction | undefined,
): boolean {
  if (reset?.kind !== 'reset' || measurement?.kind !== 'measure') return false;
  const { products } = measurement;
  return (
    commonAxis(products) === reset.axis &&
    products.length === reset.qubits.length &&
    products.every(({ factors }, index) => factors[0]?.qubit === reset.qubits[index])
  );
}

/** The axis of products that are all of one factor along it. */
function commonAxis(products: readonly SignedProduct[]): PauliFactor['axis'] | undefined {
  const axis = products[0]?.factors[0]?.axis;
  return products.every(({ factors }) => factors.length === 1 && factors[0]?.axis === axis) ? axis : undefined;
}

function channelName(channel: PauliChannel): [string, readonly number[]] {
  switch (channel.kind) {
    case 'single': {
      const { x, y, z } = channel;
      if (y === 0 && z === 0) return ['X_ERROR', [x]];
      if (x === 0 && z === 0) return ['Y_ERROR', [y]];
      if (x === 0 && y === 0) return ['Z_ERROR', [z]];
      return ['PAULI_CHANNEL_1', [x, y, z]];
    }
    case 'depolarize':
      return [`DEPOLARIZE${channel.size}`, [channel.probability]];
    case 'pair':
      return ['PAULI_CHANNEL_2', channel.probabilities];
  }
}

function line(name: string, values: readonly number[], targets: readonly (number | string)[]): string {
  return [`${name}${values.length > 0 ? `(${values.join(', ')})` : ''}`, ...targets].join(' ');
}

function recordTargets(records: readonly number[]): string[] {
  return records.map((record) => `rec[${record}]`);
}

function pauliTargets(factors: readonly PauliFactor[]): string[] {
  return factors.map(({ axis, qubit }) => `${axis}${qubit}`);
}

function zIsPlain(axis: PauliFactor['axis']): string {
  return axis === 'Z' ? '' : axis;
}

function nonZero(probability: number): readonly number[] {
  return probability === 0 ? [] : [probability];
}
