import type { DrawingFrame } from '#core/circuit/drawing/circuitDrawing.ts';
import type { CircuitFacts } from '../app/panelModel.ts';
import { formatCount } from '../format/numbers.ts';

interface CircuitFactListProps {
  /** Absent while they are counted: the list keeps their place, so that nothing moves when they come. */
  readonly facts: CircuitFacts | undefined;
  readonly frame: DrawingFrame;
}

/** The size of a circuit in a line. */
export function CircuitFactList({ facts, frame }: CircuitFactListProps) {
  const isCounting = facts === undefined;
  return (
    <ul class={isCounting ? 'circuit-facts counting' : 'circuit-facts'} aria-label="Facts about the circuit">
      {describeFacts(facts ?? usualFacts(frame)).map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** As long as those of most circuits that have to be counted. */
function usualFacts({ wires }: DrawingFrame): CircuitFacts {
  const [qubits, classical] = [
    wires.filter(({ kind }) => kind === 'qubit'),
    wires.filter(({ kind }) => kind === 'bits'),
  ];
  const bits = classical.reduce((sum, { size = 0 }) => sum + size, 0);
  return { qubits: qubits.length, bits, depth: 1000, gates: 10_000, twoQubitGates: 10_000, parameters: [] };
}

function describeFacts(facts: CircuitFacts): readonly string[] {
  const { qubits, bits, depth, gates, twoQubitGates, parameters } = facts;
  return [
    formatCount(qubits, 'qubit'),
    ...(bits > 0 ? [formatCount(bits, 'bit')] : []),
    `depth ${depth}`,
    formatCount(gates, 'gate'),
    ...(twoQubitGates > 0 ? [`${twoQubitGates} on two qubits`] : []),
    ...(parameters.length > 0 ? [describeParameters(parameters)] : []),
  ];
}

function describeParameters(parameters: readonly string[]): string {
  const shown = parameters.slice(0, 4).join(', ');
  const rest = parameters.length > 4 ? ', …' : '';
  return `${formatCount(parameters.length, 'parameter')}: ${shown}${rest}`;
}
