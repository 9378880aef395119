import { groupedNumber } from '#core/base/groupedNumber.ts';
import type { PlannedBackend, PlannedStep } from '#core/pipeline/plan/plannedBackend.ts';
import type { RunPlan } from '#core/pipeline/plan/planRun.ts';
import type { Colours } from './colours.ts';
import { textTable } from './textTable.ts';
import { countText, durationText, moneyText } from './valueText.ts';

const right = { align: 'right' as const };

/** The plan of a run for people: what is compared, and for each backend the arithmetic of circuits, shots, jobs, time and cost. */
export function planText(plan: RunPlan, colours: Colours): string[] {
  const { circuit, rows } = plan;
  return [
    `${colours.bold(plan.name)}: ${plan.pattern}, ${countText(plan.repeats, 'repeat')}`,
    ...(rows ? [rowsText(rows)] : []),
    ...(circuit
      ? [
          `circuit: ${countText(circuit.qubits, 'qubit')}, ${countText(circuit.parameters, 'trainable parameter')}, depth ${circuit.depth}, ${countText(circuit.gates, 'gate')} (${circuit.twoQubitGates} on two qubits)`,
        ]
      : []),
    `backends: ${wayText(plan)}`,
    ...confidenceText(plan),
    '',
    ...textTable(
      [{ title: 'contender' }, { title: 'role' }, { title: 'evaluations', ...right }, { title: 'circuits', ...right }],
      plan.contenders.map((one) => [one.id, one.role, groupedNumber(one.evaluations), groupedNumber(one.circuits)]),
    ),
    ...plan.backends.flatMap((backend) => ['', ...backendText(backend, plan, colours)]),
    '',
    `${isAbout(plan) ? 'As searches of this kind usually go' : 'At most'}; optimisers may stop earlier. Classical models take time besides. Nothing has been sent.`,
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

function backendText(backend: PlannedBackend, { budget }: RunPlan, colours: Colours): string[] {
  const { adapter, arithmetic, circuits, cost, jobs, kind, name, shots, steps, time } = backend;
  const here = adapter === 'builtin-simulator';
  const of = (needed: number, limit: number | undefined, shown = groupedNumber) => {
    if (limit === undefined) return '';
    return needed > limit
      ? colours.red(`, more than the ${shown(limit)} of the budget`)
      : `, of ${shown(limit)} in the budget`;
  };
  const limit = budget.cost?.perRun;
  const inBudget =
    cost && limit && cost.currency === limit.currency
      ? of(cost.amount, limit.amount, (amount) => moneyText({ amount, currency: limit.currency }))
      : '';
  const lines: [string, string][] = [
    ['circuits', `${groupedNumber(circuits)}${sumText(steps)}`],
    ['shots', shots === 0 ? 'none, values are exact' : `${shotsText(backend)}${of(shots, budget.shots?.perRun)}`],
    [
      'jobs',
      here
        ? `none leave this machine; the simulator is asked ${groupedNumber(jobs)} times`
        : `${groupedNumber(jobs)}${of(jobs, budget.jobs)}`,
    ],
    [
      'time',
      time === undefined
        ? `unknown; jobs wait in the queue of ${adapter}`
        : `about ${durationText(time)} of one core for circuits`,
    ],
    [
      'cost',
      cost === undefined
        ? `unknown: ${arithmetic}`
        : `${cost.amount === 0 ? arithmetic : `${moneyText(cost)} = ${arithmetic}`}${inBudget}`,
    ],
  ];
  return [
    `${colours.bold(name)}: ${here ? kind : `${kind} of ${adapter}`}`,
    ...textTable(
      [{ title: 'contender' }, { title: 'purpose' }, { title: 'arithmetic' }, { title: 'circuits', ...right }],
      steps.map((step) => [step.contender, step.purpose, factorsText(step), groupedNumber(step.circuits)]),
    ),
    ...lines.map(([title, text]) => `${title.padEnd(9)} ${text}`),
  ];
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
