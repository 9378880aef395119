import { formatBytes } from '#core/base/formatBytes.ts';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import { countText } from '#core/base/shownValues.ts';
import type { PlanDocument } from '#core/pipeline/plan/planDocument.ts';
import type { CircuitPlan } from './circuitPlan.ts';

/** What running a circuit takes, as the plan of a pipeline is said. @param name of its file */
export function circuitPlanDocument(plan: CircuitPlan, name: string): PlanDocument {
  const { bits, conditionals, depth, gates, gateCounts, inputs, measuredQubits, measurements, qubits, resets } = plan;
  const byName = Object.entries(gateCounts).sort(([, one], [, other]) => other - one);
  const many = (count: number, noun: string) => (count > 0 ? [countText(count, noun)] : []);
  const events = [
    ...(measurements > 0
      ? [`${countText(measurements, 'measurement')} of ${countText(measuredQubits, 'qubit')}`]
      : ['nothing is measured']),
    ...many(resets, 'reset'),
    ...(conditionals > 0
      ? [countText(conditionals, 'place where the way depends on the run', 'places where the way depends on the run')]
      : []),
  ];
  return {
    name,
    kind: 'circuit',
    facts: [
      [countText(qubits, 'qubit'), ...many(bits, 'bit'), `depth ${groupedNumber(depth)}`].join(', '),
      `${groupedNumber(gates)} ${gates === 1 ? 'gate' : 'gates'}, ${groupedNumber(plan.twoQubitGates)} on two qubits${wideText(plan)}`,
      events.join(', '),
      ...(inputs.length > 0 ? [`inputs that a run has to be given: ${inputs.join(', ')}`] : []),
    ],
    contenders: {
      columns: [
        { title: 'gate', isNumber: false },
        { title: 'how many', isNumber: true },
      ],
      rows: byName.map(([gate, count]) => [gate, groupedNumber(count)]),
    },
    backends: [
      {
        name: 'the embedded simulator',
        kind: 'simulator',
        steps: { columns: [], rows: [] },
        lines: [
          {
            title: 'memory',
            text: `${formatBytes(plan.stateVectorBytes)} for the state vector of ${countText(qubits, 'qubit')}; other methods take less where they fit`,
            limit: '',
            isExceeded: false,
          },
          { title: 'cost', text: '0', limit: '', isExceeded: false },
        ],
      },
    ],
    closing:
      'Sizes are those of the circuit as it is written; fitted to a device it may have more gates. Nothing has been sent.',
  };
}

function wideText({ wideGates }: CircuitPlan): string {
  return wideGates > 0 ? `, ${groupedNumber(wideGates)} on more` : '';
}
