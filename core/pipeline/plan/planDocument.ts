import { groupedNumber } from '#core/base/groupedNumber.ts';
import { countText, durationText, moneyText } from '#core/base/shownValues.ts';
import type { PlannedBackend, PlannedCircuit, PlannedStep } from './plannedBackend.ts';
import type { RunPlan } from './planRun.ts';

/** The plan of a run as people read it, whatever it is shown on: texts, and tables of texts. Plain JSON. */
export interface PlanDocument {
  readonly name: string;
  /** `variational-loop, 10 repeats` */
  readonly kind: string;
  /** Rows, circuit, backends, confidence: a line each. */
  readonly facts: readonly string[];
  readonly contenders: PlanTable;
  readonly backends: readonly PlannedBackendText[];
  /** What kind of numbers these are. */
  readonly closing: string;
}

export interface PlanTable {
  readonly columns: readonly { readonly title: string; readonly isNumber: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

export interface PlannedBackendText {
  readonly name: string;
  /** `simulator`, `hardware of ionq` */
  readonly kind: string;
  /** How the number of circuits comes about. */
  readonly steps: PlanTable;
  readonly lines: readonly PlanLine[];
}

/** One quantity on a backend: circuits, shots, jobs, time, cost. */
export interface PlanLine {
  readonly title: string;
  readonly text: string;
  /** What the budget says of it, to stand right behind the text; empty where it says nothing. */
  readonly limit: string;
  readonly isExceeded: boolean;
}

/** What is compared, and for each backend the arithmetic of circuits, shots, jobs, time and cost. */
export function planDocument(plan: RunPlan): PlanDocument {
  const { circuit, rows } = plan;
  return {
    name: plan.name,
    kind: `${plan.pattern}, ${countText(plan.repeats, 'repeat')}`,
    facts: [
      ...(rows ? [rowsText(rows)] : []),
      ...(circuit
        ? [
            `circuit: ${countText(circuit.qubits, 'qubit')}, ${countText(circuit.parameters, 'trainable parameter')}, ${sizeText(circuit)}`,
          ]
        : []),
      ...fittedText(plan),
      `backends: ${wayText(plan)}`,
      ...confidenceText(plan),
    ],
    contenders: {
      columns: [text('contender'), text('role'), number('evaluations'), number('circuits')],
      rows: plan.contenders.map((one) => [
        one.id,
        one.role,
        groupedNumber(one.evaluations),
        groupedNumber(one.circuits),
      ]),
    },
    backends: plan.backends.map((backend) => backendText(backend, plan)),
    closing: `${isAbout(plan) ? 'As searches of this kind usually go' : 'At most'}; optimisers may stop earlier. Classical models take time besides. Nothing has been sent.`,
  };
}

const text = (title: string) => ({ title, isNumber: false });
const number = (title: string) => ({ title, isNumber: true });

function sizeText({ depth, gates, twoQubitGates }: PlannedCircuit): string {
  return `depth ${depth}, ${countText(gates, 'gate')} (${twoQubitGates} on two qubits)`;
}

/** How the circuit is fitted, and how large it is then for each backend. */
function fittedText({ backends, transpiler }: RunPlan): string[] {
  if (!transpiler) return [];
  const { basis, layout, level, seed } = transpiler;
  const places = layout ? `, on qubits ${layout.join(', ')}` : '';
  return [
    `fitted: level ${level}, gates ${basis.join(', ')}${places}, seed ${seed}`,
    ...backends.flatMap(({ compiled, name }) =>
      compiled ? [`circuit on ${name}: ${countText(compiled.qubits, 'qubit')}, ${sizeText(compiled)}`] : [],
    ),
  ];
}

function rowsText({ test, total, train }: NonNullable<RunPlan['rows']>): string {
  const atMost = train + test > total ? ', at most,' : '';
  return `${countText(total, 'row')}: ${train} to train and ${test} to test${atMost} in each repeat`;
}

/** `ionq, then local, then the classical stand-in` */
function wayText({ backends, onExhausted }: RunPlan): string {
  const ends = { classical: ['the classical stand-in'], fail: [], ask: ['what you decide'] };
  return [...backends.map(({ name }) => name), ...ends[onExhausted]].join(', then ');
}

function confidenceText({ confidence }: RunPlan): string[] {
  if (!confidence) return [];
  const { halfWidth, level = 0.95, of, shots } = confidence;
  const needed = shots === undefined ? '' : ` takes ${groupedNumber(shots)} shots at worst`;
  return [`confidence: ±${halfWidth} on ${article(of)} ${of} at ${Number((100 * level).toFixed(6))} %${needed}`];
}

function article(word: string): string {
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

function isAbout({ backends }: RunPlan): boolean {
  return backends.some(({ steps }) => steps.some(({ about }) => about));
}

function backendText(backend: PlannedBackend, { budget }: RunPlan): PlannedBackendText {
  const { adapter, arithmetic, asOf, circuits, cost, jobs, kind, name, shots, source, steps, time } = backend;
  const here = adapter === 'builtin-simulator';
  const limit = budget.cost?.perRun;
  const origin = asOf === undefined || source === undefined ? '' : ` (price of ${asOf}, from ${source})`;
  const costLimit =
    cost && limit && cost.currency === limit.currency
      ? within(cost.amount, limit.amount, (amount) => moneyText({ amount, currency: limit.currency }))
      : unlimited;
  const line = (title: string, said: string, limited: Limited = unlimited): PlanLine => ({
    title,
    text: said,
    ...limited,
  });
  return {
    name,
    kind: here ? kind : `${kind} of ${adapter}`,
    steps: {
      columns: [text('contender'), text('purpose'), text('arithmetic'), number('circuits')],
      rows: steps.map((step) => [step.contender, step.purpose, factorsText(step), groupedNumber(step.circuits)]),
    },
    lines: [
      line('circuits', `${groupedNumber(circuits)}${sumText(steps)}`),
      shots === 0
        ? line('shots', 'none, values are exact')
        : line('shots', shotsText(backend), within(shots, budget.shots?.perRun)),
      here
        ? line('jobs', `none leave this machine; the simulator is asked ${groupedNumber(jobs)} times`)
        : line('jobs', groupedNumber(jobs), within(jobs, budget.jobs)),
      line(
        'time',
        time === undefined
          ? `unknown; jobs wait in the queue of ${adapter}`
          : `about ${durationText(time)} of one core for circuits`,
      ),
      cost === undefined
        ? line('cost', `unknown: ${arithmetic}${origin}`)
        : line('cost', cost.amount === 0 ? arithmetic : `${moneyText(cost)} = ${arithmetic}${origin}`, costLimit),
    ],
  };
}

type Limited = Pick<PlanLine, 'limit' | 'isExceeded'>;

const unlimited: Limited = { limit: '', isExceeded: false };

function within(needed: number, limit: number | undefined, shown: (value: number) => string = groupedNumber): Limited {
  if (limit === undefined) return unlimited;
  return needed > limit
    ? { limit: `, more than the ${shown(limit)} of the budget`, isExceeded: true }
    : { limit: `, of ${shown(limit)} in the budget`, isExceeded: false };
}

/** `10 repeats × 100 evaluations × 105 training rows` */
function factorsText({ factors }: PlannedStep): string {
  return factors.map(({ count, of }) => `${groupedNumber(count)} ${of}`).join(' × ') || '1';
}

function sumText(steps: readonly PlannedStep[]): string {
  return steps.length > 1 ? ` = ${steps.map(({ circuits }) => groupedNumber(circuits)).join(' + ')}` : '';
}

/** With the multiplication where every circuit gets equally many shots. */
function shotsText({ circuits, shots, steps }: PlannedBackend): string {
  const perCircuit = new Set(steps.map((step) => (step.circuits === 0 ? undefined : step.shots / step.circuits)));
  const [each] = perCircuit;
  return perCircuit.size === 1 && each !== undefined
    ? `${groupedNumber(shots)} = ${groupedNumber(circuits)} circuits × ${groupedNumber(each)}`
    : `${groupedNumber(shots)} = ${steps.map((step) => groupedNumber(step.shots)).join(' + ')}`;
}
