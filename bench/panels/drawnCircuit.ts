/** Gates in layers, each as every program is given them. */
export interface LayeredCircuit {
  readonly name: string;
  readonly qubits: number;
  /** Of each layer the gates, which share no qubit: H on one qubit, or CX from a qubit to the next. */
  readonly layers: readonly (readonly LayeredGate[])[];
}

export interface LayeredGate {
  readonly gate: 'h' | 'cx';
  readonly qubit: number;
}

/** Layers of Hadamards on all qubits and of CX between neighbours, in turn. */
export function brickwork(qubits: number, moments: number): LayeredCircuit {
  return {
    name: `${qubits} qubits × ${moments} moments`,
    qubits,
    layers: Array.from({ length: moments }, (_, layer) => {
      const gates: LayeredGate[] = [];
      if (layer % 2 === 0) for (let qubit = 0; qubit < qubits; qubit++) gates.push({ gate: 'h', qubit });
      else for (let qubit = (layer >> 1) % 2; qubit + 1 < qubits; qubit += 2) gates.push({ gate: 'cx', qubit });
      return gates;
    }),
  };
}

/** The same on every fifth qubit and its neighbour, so that a thousand qubits and ten thousand moments are 2,000,000 gates. */
export function sparse(qubits: number, moments: number): LayeredCircuit {
  return {
    name: `${qubits} qubits × ${moments} moments`,
    qubits,
    layers: Array.from({ length: moments }, (_, layer) => {
      const gates: LayeredGate[] = [];
      for (let qubit = 0; qubit + 1 < qubits; qubit += 5) gates.push({ gate: layer % 2 === 0 ? 'h' : 'cx', qubit });
      return gates;
    }),
  };
}

export function gateCount({ layers }: LayeredCircuit): number {
  return layers.reduce((sum, gates) => sum + gates.length, 0);
}

/** The same as OpenQASM, a statement a line. */
export function asProgram({ layers, qubits }: LayeredCircuit): string {
  const lines = ['OPENQASM 3.0;', 'include "stdgates.inc";', `qubit[${qubits}] q;`];
  for (const gates of layers) {
    for (const { gate, qubit } of gates) {
      lines.push(gate === 'h' ? `h q[${qubit}];` : `cx q[${qubit}], q[${qubit + 1}];`);
    }
  }
  return lines.join('\n');
}
