import type { QuantumUsage } from '#core/runs/runRecord.ts';
import type { SentCircuit } from '#core/runs/sentCircuits.ts';
import { kindWord } from '../format/backendWords.ts';
import { formatMoney, formatNumber } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';
import { SmallButton } from '../ui/smallButton.tsx';

interface QuantumUsageProps {
  readonly usage: QuantumUsage;
  /** The circuit as backends got it, where it was fitted to them. */
  readonly sent: readonly SentCircuit[];
  readonly onOpen: (name: string) => void;
}

/** What was asked of the quantum backend, and what it charged. */
export function QuantumUsageSection({ onOpen, sent, usage }: QuantumUsageProps) {
  const rows: readonly (readonly [string, string])[] = [
    ['Backend', `${usage.backend} (${kindWord(usage.kind)})`],
    ['Adapter', `${usage.adapter} ${usage.version}`],
    ['Qubits', formatNumber(usage.qubits)],
    ['Parameters', formatNumber(usage.parameters)],
    ['Depth', formatNumber(usage.depth)],
    ['Gates', `${formatNumber(usage.gates)}, ${formatNumber(usage.twoQubitGates)} on two qubits`],
    ['Circuits run', formatNumber(usage.circuits)],
    ['Shots', usage.shots === 0 ? 'none, exact expectation values' : formatNumber(usage.shots)],
    ['Jobs', formatNumber(usage.jobs)],
    ['Queue time', formatDuration(usage.queueTime)],
    ['Execution time', formatDuration(usage.executionTime)],
    ['Cost', formatMoney(usage.cost)],
  ];
  return (
    <dl class="pairs">
      {rows.map(([name, value]) => (
        <div key={name} class="pair">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      {sent.map(({ backend, name }) => (
        <div key={name} class="pair">
          <dt>Circuit as sent</dt>
          <dd>
            {`to ${backend} `}
            <SmallButton label={`Open the circuit as sent to ${backend}`} text="Open" onPress={() => onOpen(name)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
