import type { CircuitComparison } from '#core/protocol/comparisonView.ts';
import { formatCount } from '../format/numbers.ts';
import { Section } from '../result/section.tsx';
import { ComparedCircuit } from './comparedCircuit.tsx';

interface CircuitSectionProps {
  readonly names: readonly string[];
  readonly circuits: readonly CircuitComparison[];
}

/** The circuit of each run beside that of the first. */
export function CircuitSection({ circuits, names }: CircuitSectionProps) {
  return (
    <Section title="Circuits" note="by what happens on each wire, whatever the order in the text">
      {circuits.map((comparison) => {
        const name = names[comparison.run] ?? '';
        const title = `From A to ${name}: ${comparison.title}`;
        return (
          <div key={`${comparison.run} ${comparison.title}`}>
            <h3>{title}</h3>
            <Comparison comparison={comparison} name={name} title={title} />
          </div>
        );
      })}
    </Section>
  );
}

interface ComparisonProps {
  readonly comparison: CircuitComparison;
  readonly name: string;
  readonly title: string;
}

function Comparison({ comparison, name, title }: ComparisonProps) {
  switch (comparison.kind) {
    case 'drawn':
      return <ComparedCircuit comparison={comparison} names={{ before: 'A', after: name }} title={title} />;
    case 'same':
      return <p>{`The circuits are the same: ${formatCount(comparison.operations, 'operation')}.`}</p>;
    case 'untold':
      return <p>{comparison.reason}</p>;
  }
}
