import { elementCount } from '#core/openqasm/selection.ts';
import type { CompletionContext } from './completionPlace.ts';
import type { Proposal } from './proposal.ts';

/** Registers wider than this get no circuit of their own, which would be pages long. */
const widestCircuit = 8;

/**
 * Well-known circuits on a register of the program, or with registers of their own where there are none. Offered at the
 * top level, where the standard library can be assumed.
 */
export function circuitProposals(context: CompletionContext): Proposal[] {
  const register = firstRegister(context);
  const { name, size } = register ?? { name: 'q', size: 3 };
  const qubits = Array.from({ length: size }, (_, index) => `${name}[${index}]`);
  const declarations = register ? [] : [declarationOf(name, size, context)];
  const circuit = (label: string, detail: string, order: number, lines: readonly string[]): Proposal => {
    const text = [...declarations, ...lines].join('\n');
    return { label, detail, kind: 'snippet', rank: 35, order, text };
  };
  const proposals: Proposal[] = [];
  if (size >= 2) {
    proposals.push(circuit('ghz state', `all of ${name} 0 or all 1`, 1, ghz(qubits)));
    proposals.push(circuit('quantum fourier transform', `of ${name}`, 2, fourier(qubits, context.isVersion2)));
  }
  if (size >= 3 && !context.isVersion2) {
    proposals.push(circuit('teleportation', `from ${qubits[0]} to ${qubits[2]}`, 3, teleportation(qubits)));
  }
  return proposals;
}

function firstRegister({ names }: CompletionContext): { name: string; size: number } | undefined {
  for (const { kind, name, selection } of names.values()) {
    const size = kind === 'qubit' && selection && selection.size !== 'scalar' ? elementCount(selection) : undefined;
    if (size !== undefined && size >= 2 && size <= widestCircuit) return { name, size };
  }
  return undefined;
}

function declarationOf(name: string, size: number, { isVersion2 }: CompletionContext): string {
  return isVersion2 ? `qreg ${name}[${size}];` : `qubit[${size}] ${name};`;
}

/** (|0…0⟩ + |1…1⟩)/√2. */
function ghz(qubits: readonly string[]): string[] {
  return qubits.map((qubit, index) => (index === 0 ? `h ${qubit};` : `cx ${qubits[index - 1]}, ${qubit};`));
}

/** The transform of the register as a number whose bit j is qubit j, with the swaps that put the result in order. */
function fourier(qubits: readonly string[], isVersion2: boolean): string[] {
  const lines: string[] = [];
  const phase = isVersion2 ? 'cu1' : 'cp';
  for (let target = qubits.length - 1; target >= 0; target--) {
    lines.push(`h ${qubits[target]};`);
    for (let control = target - 1; control >= 0; control--) {
      lines.push(`${phase}(pi/${2 ** (target - control)}) ${qubits[control]}, ${qubits[target]};`);
    }
  }
  for (let low = 0; low < Math.floor(qubits.length / 2); low++) {
    lines.push(`swap ${qubits[low]}, ${qubits[qubits.length - 1 - low]};`);
  }
  return lines;
}

/** Moves the state of the first qubit to the third, with two measured bits. */
function teleportation([source = '', middle = '', target = '']: readonly string[]): string[] {
  return [
    `h ${middle};`,
    `cx ${middle}, ${target};`,
    `cx ${source}, ${middle};`,
    `h ${source};`,
    `bit phase_flip = measure ${source};`,
    `bit bit_flip = measure ${middle};`,
    `if (bit_flip) x ${target};`,
    `if (phase_flip) z ${target};`,
  ];
}
