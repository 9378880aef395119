import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import type { BackendJob, CircuitOutcome } from '../backend.ts';
import { outcomeOfShots } from '../outcomeOfShots.ts';
import { withAnglesInRange } from './fractionalGates.ts';
import type { SamplerData } from './wire.ts';

/**
 * What the sampler is given: for each circuit a PUB of its program and its shots.
 * @param width qubits of the device
 * @param options how they are run
 * @throws Failure `invalid-circuit` for what OpenQASM cannot say
 */
export function samplerParams(
  { circuits, shots }: Pick<BackendJob, 'circuits' | 'shots'>,
  width: number,
  options: Readonly<Record<string, unknown>>,
) {
  const pubs = circuits.map((circuit) => [deviceProgram(circuit, width), null, shots]);
  return { version: 2, support_qiskit: false, pubs, ...options };
}

/**
 * A circuit as OpenQASM 3 on the qubits of the device, its bits in one register `c`, so that one number per shot holds
 * them all.
 * @param width qubits of the device, all of which the program has
 * @throws Failure `invalid-circuit` for what OpenQASM cannot say
 */
export function deviceProgram(circuit: Circuit, width: number): string {
  const { outputs: _, ...whole } = circuit;
  const bits = circuit.bitCount === 0 ? [] : [{ name: 'c', start: 0, size: circuit.bitCount }];
  const { omissions, text } = exportQasm3({
    ...whole,
    qubitCount: width,
    qubitRegisters: [{ name: '$', start: 0, size: width }],
    bitRegisters: bits,
    // A program has as many qubits as the highest one it names says: with this one, as many as the device.
    operations: [...withAnglesInRange(circuit.operations), { kind: 'barrier', qubits: [width - 1] }],
  });
  const [problem] = omissions.filter(({ severity }) => severity === 'error');
  if (text !== undefined && problem === undefined) return text;
  throw new Failure('invalid-circuit', `${problem?.what ?? 'The circuit'} cannot be sent to IBM Quantum.`, {
    advice: problem ? `${problem.why}.` : 'Change the circuit.',
  });
}

/**
 * The outcome of what the sampler told of one circuit. Registers come in the order of their declaration, the first with the
 * lowest bits.
 * @throws Failure `unknown` where it tells of fewer bits than the circuit has
 */
export function samplerOutcome(data: SamplerData, circuit: Circuit | undefined, circuitsInJob: number): CircuitOutcome {
  const registers = Object.values(data);
  const size = registers.reduce((sum, { num_bits }) => sum + num_bits, 0);
  if (registers.length === 0 || (circuit && circuit.bitCount !== size)) {
    throw new Failure('unknown', `IBM Quantum's result has ${size} bits, and the circuit has ${circuit?.bitCount}.`, {
      advice: 'Fetch the result again; if it stays, submit the job anew.',
    });
  }
  const [
    {
      samples: { length: shots },
    } = { samples: [] },
  ] = registers;
  const keys = Array.from({ length: shots }, (_, shot) => {
    let key = '';
    for (const { num_bits, samples } of registers) {
      key =
        BigInt(samples[shot] ?? '0x0')
          .toString(2)
          .padStart(num_bits, '0') + key;
    }
    return key;
  });
  return outcomeOfShots(keys, circuitsInJob * shots);
}
