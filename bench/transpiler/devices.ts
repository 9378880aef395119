import { type Coupling, gridCouplings, lineCouplings } from '#core/transpiler/couplingMap.ts';

export interface BenchedDevice {
  readonly gates: readonly string[];
  readonly qubitCount: number;
  readonly couplings: readonly Coupling[];
}

/** Those that circuits of so many qubits are fitted to, by their names. */
export function devicesFor(qubits: number): Readonly<Record<string, BenchedDevice>> {
  const isLarge = qubits > 50;
  const side = isLarge ? 11 : 8;
  return {
    'heavy hexagons, ECR one way': device('ecr', isLarge ? heavyHexCouplings(7, 15) : heavyHexCouplings(5, 11)),
    'grid, CZ': device('cz', bothWays(gridCouplings(side, side))),
    'line, CX': device('cx', bothWays(lineCouplings(isLarge ? 100 : 50))),
  };
}

function device(entangler: string, couplings: readonly Coupling[]): BenchedDevice {
  return { gates: ['rz', 'sx', 'x', entangler], qubitCount: 1 + Math.max(...couplings.flat()), couplings };
}

/** Rows of qubits in line, with one between every fourth of neighbouring rows, in turn from the first and the third. */
function heavyHexCouplings(rows: number, length: number): Coupling[] {
  const lines = Array.from({ length: rows }, (_, row) =>
    lineCouplings(length).map(([one, other]): Coupling => [row * length + one, row * length + other]),
  ).flat();
  let next = rows * length;
  for (let row = 0; row + 1 < rows; row++) {
    for (let column = row % 2 === 0 ? 0 : 2; column < length; column += 4) {
      lines.push([row * length + column, next], [next, (row + 1) * length + column]);
      next++;
    }
  }
  return lines;
}

function bothWays(pairs: readonly Coupling[]): Coupling[] {
  return pairs.flatMap(([one, other]): Coupling[] => [
    [one, other],
    [other, one],
  ]);
}
