import type { Circuit, Operation } from '#core/circuit/circuit.ts';
import { bodiesOf } from '#core/circuit/operationBodies.ts';
import { operationQubits } from '#core/circuit/operationQubits.ts';
import type { BackendJob, CostEstimate, DevicePrice } from '../backend.ts';
import { type AzureTarget, azureTarget } from './azureTargets.ts';

/** Where the prices below are published, and the date they are of. */
const source = 'https://learn.microsoft.com/azure/quantum/pricing';
const asOf = '2025-02-01';

/** Of IonQ's Aria, in US dollars: a charge for each circuit, and for each gate in each shot. */
const aria = {
  perCircuit: 12.4166,
  perCircuitWithMitigation: 97.5,
  perOneQubitGate: 0.00022,
  perTwoQubitGate: 0.000975,
};

/** Of Quantinuum's H-Series, in credits of its subscriptions (HQC). */
const hSystem = { perCircuit: 5, twoQubitWeight: 10, measurementWeight: 5, divisor: 5000 };

/** Of Rigetti's processors, in US dollars for a second of their time. */
const rigettiPerSecond = 1.3;

/** Currency of what is charged in credits of a Quantinuum subscription. */
const quantinuumCredits = 'HQC';

/** The published price of a target as far as it is one for a job or for time; undefined where it is a formula or unknown. */
export function azurePrice(id: string): DevicePrice | undefined {
  const target = azureTarget(id);
  if (isFree(target)) return { perTask: { amount: 0, currency: 'USD' }, asOf, source };
  if (target.family === 'rigetti') return { perSecond: { amount: rigettiPerSecond, currency: 'USD' }, asOf, source };
  return undefined;
}

/** What a job would cost on a target, by the formula its provider publishes. Every circuit is charged as a job. */
export function azureEstimate(id: string, job: BackendJob): CostEstimate {
  const target = azureTarget(id);
  const base = { asOf, source };
  if (isFree(target)) {
    return { ...base, cost: { amount: 0, currency: 'USD' }, arithmetic: `${id} is free of charge.` };
  }
  switch (target.family) {
    case 'quantinuum':
      return { ...base, ...quantinuumEstimate(job, target) };
    case 'ionq':
      if (id.startsWith('ionq.qpu.aria')) return { ...base, ...ariaEstimate(job) };
      return {
        ...base,
        arithmetic: `No price of ${id} is published; the workspace's "Providers" page in the Azure portal shows that of your plan.`,
      };
    case 'rigetti':
      return {
        ...base,
        arithmetic: `${id} costs ${rigettiPerSecond} USD for each second on the processor; how long the job takes is known afterwards.`,
      };
    case undefined:
      return { ...base, arithmetic: `No price of ${id} is known.` };
  }
}

function isFree({ family, kind, onlyChecks }: AzureTarget): boolean {
  return onlyChecks || ((family === 'ionq' || family === 'rigetti') && kind !== 'hardware');
}

type Sum = Pick<CostEstimate, 'arithmetic' | 'cost'>;

function quantinuumEstimate({ circuits, shots }: BackendJob, { kind }: AzureTarget): Sum {
  const { divisor, measurementWeight, perCircuit, twoQubitWeight } = hSystem;
  const lines = circuits.map((circuit) => {
    const { measurements, oneQubit, twoQubit } = pricedOperations(circuit);
    const amount =
      perCircuit + (shots * (oneQubit + twoQubitWeight * twoQubit + measurementWeight * measurements)) / divisor;
    const text = `${perCircuit} + ${shots} shots × (${oneQubit} + ${twoQubitWeight} × ${twoQubit} two-qubit gates + ${measurementWeight} × ${measurements} measurements) / ${divisor}`;
    return { amount, text };
  });
  const credits = kind === 'emulator' ? 'credits for emulators (eHQC)' : 'credits (HQC)';
  return sumOf(lines, quantinuumCredits, `in ${credits} of the Quantinuum subscription`);
}

function ariaEstimate({ circuits, shots }: BackendJob): Sum {
  const lines = circuits.map((circuit) => {
    const { oneQubit, twoQubit } = pricedOperations(circuit);
    const gates = aria.perOneQubitGate * oneQubit + aria.perTwoQubitGate * twoQubit;
    const text = `${aria.perCircuit} + ${shots} shots × (${oneQubit} one-qubit gates × ${aria.perOneQubitGate} + ${twoQubit} two-qubit gates × ${aria.perTwoQubitGate})`;
    return { amount: aria.perCircuit + shots * gates, text };
  });
  return sumOf(
    lines,
    'USD',
    `without error mitigation; with it ${aria.perCircuitWithMitigation} instead of ${aria.perCircuit}`,
  );
}

interface Line {
  readonly amount: number;
  readonly text: string;
}

/** The sum of circuits; equal lines are written once. */
function sumOf(lines: readonly Line[], currency: string, remark: string): Sum {
  const amount = lines.reduce((sum, line) => sum + line.amount, 0);
  const times = new Map<string, number>();
  for (const { text } of lines) times.set(text, (times.get(text) ?? 0) + 1);
  const texts = [...times].map(([text, count]) => (count === 1 ? text : `${count} circuits × (${text})`));
  const shown = texts.length > 3 ? [...texts.slice(0, 3), `… ${lines.length} circuits in all`] : texts;
  return { cost: { amount, currency }, arithmetic: `${shown.join('; ')}: ${rounded(amount)} ${currency} (${remark})` };
}

function rounded(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}

interface PricedOperations {
  oneQubit: number;
  twoQubit: number;
  measurements: number;
}

/** Gates as IonQ and Quantinuum count them: one on N > 2 qubits is 6 (N − 2) gates on two. All branches count. */
function pricedOperations(circuit: Circuit): PricedOperations {
  const priced: PricedOperations = { oneQubit: 0, twoQubit: 0, measurements: 0 };
  const visit = (operation: Operation) => {
    if (operation.kind === 'measure' || operation.kind === 'reset') priced.measurements++;
    if (operation.kind === 'gate' || operation.kind === 'unitary') {
      const width = operationQubits(operation).length;
      if (width === 1) priced.oneQubit++;
      else if (width === 2) priced.twoQubit++;
      else if (width > 2) priced.twoQubit += 6 * (width - 2);
    }
    for (const body of bodiesOf(operation)) body.forEach(visit);
  };
  circuit.operations.forEach(visit);
  return priced;
}
