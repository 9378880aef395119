import { Failure } from '#core/base/failure.ts';
import type { Circuit } from '#core/circuit/circuit.ts';
import { exportQasm3 } from '#core/circuit/export/qasm3.ts';
import { measuredBits } from '#core/circuit/measuredCircuit.ts';
import type { CircuitOutcome } from '../backend.ts';

/**
 * The program of a circuit with all its bits in one register, so that the texts of its outcomes have no gaps.
 * @throws Failure `invalid-circuit` for what OpenQASM 3 cannot say
 */
export function qbraidProgram(circuit: Circuit): string {
  const { outputs: _, ...rest } = circuit;
  const bits = circuit.bitCount === 0 ? [] : [{ name: 'c', start: 0, size: circuit.bitCount }];
  const { omissions, text } = exportQasm3({ ...rest, bitRegisters: bits });
  if (text !== undefined) return text;
  const [first] = omissions;
  throw new Failure('invalid-circuit', `OpenQASM 3 cannot express this circuit: ${first?.what ?? 'something in it'}.`, {
    advice: `${first?.why ?? 'Change it'}, or run it on the embedded simulator.`,
  });
}

/**
 * Counts as qBraid gives them, the last bit leftmost whatever the vendor behind it; devices that tell of measured bits
 * only give shorter texts.
 */
export function bitOutcome(counts: Readonly<Record<string, number>>, circuit: Circuit | undefined): CircuitOutcome {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const probabilities: Record<string, number> = {};
  const own: Record<string, number> = {};
  for (const [text, count] of Object.entries(counts)) {
    const key = bitsOf(text.replaceAll(' ', ''), circuit);
    own[key] = (own[key] ?? 0) + count;
    probabilities[key] = (own[key] ?? 0) / total;
  }
  return { probabilities, counts: own };
}

function bitsOf(text: string, circuit: Circuit | undefined): string {
  if (circuit === undefined || text.length === circuit.bitCount) return text;
  const measured = measuredBits(circuit);
  if (text.length !== measured.length) {
    throw new Failure(
      'unknown',
      `qBraid's result has ${text.length} bits where the circuit measures ${measured.length}.`,
      {
        advice: 'Run the circuit on another device; if it stays, this version needs an update.',
      },
    );
  }
  const bits = new Array<string>(circuit.bitCount).fill('0');
  for (const [index, bit] of measured.entries()) bits[circuit.bitCount - 1 - bit] = text.at(-1 - index) ?? '0';
  return bits.join('');
}
