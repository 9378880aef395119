import { Failure } from '#core/base/failure.ts';
import { groupedNumber } from '#core/base/groupedNumber.ts';
import { groupByMeasurementBasis } from '#core/circuit/measurementBasis.ts';
import { shotsForConfidence } from '#core/learn/shotsForConfidence.ts';
import { pauliFactors } from '../circuits/pauliProduct.ts';
import type { RunPlan } from '../plan/planRun.ts';
import { writtenProblem } from '../problem/loadProblem.ts';
import { solvesProblem } from '../schema/options.ts';
import type { PipelineDefinition } from '../schema/pipelineSchema.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import type { CheckContext } from './checkContext.ts';
import { trainedParameters } from './circuitFacts.ts';
import { chainBackends } from './executionChecks.ts';

/** Checks of cost, shots, iterations and the loss: HP150, HP152, HP160–HP168. */
export function checkSampling(context: CheckContext, plan: RunPlan | undefined): void {
  checkConfidence(context);
  checkKernel(context, plan);
  checkIterations(context);
  checkLoss(context);
  checkPlateau(context);
  checkPenalty(context);
  checkBudget(context, plan);
}

/** Shots that the confidence asked for takes at worst; undefined without one, or where the terms of an energy decide. */
export function shotsWanted({ confidence }: PipelineDefinition): number | undefined {
  if (!confidence || confidence.of === 'energy') return undefined;
  const { halfWidth, level = 0.95, of, rule } = confidence;
  return of === 'expectation'
    ? shotsForConfidence({ level, halfWidth }, { of, rule: rule === 'hoeffding' ? 'hoeffding' : 'normal' })
    : shotsForConfidence({ level, halfWidth }, { of, rule: rule === 'wilson' ? 'wilson' : 'normal' });
}

/**
 * Shots over all terms of an energy that the confidence asked for takes at worst, spread as the coefficients ask:
 * (Σ |c|)² times those of one term. Undefined where no energy is asked for or its terms are not known.
 */
export function energyShotsWanted(context: CheckContext): number | undefined {
  const energy = energyWanted(context);
  return energy && shotsForConfidence(energy.goal, { of: 'energy', terms: energy.observable.terms });
}

/**
 * Shots of every circuit that the confidence asked for of an energy takes at worst, where each of its measurement bases
 * gets as many, as the engine gives them: bases are read independently, and what a basis reads lies between plus and minus
 * the sum A of its |c|, so the variance is at most (Σ A²) / shots.
 */
export function energyShotsPerBasis(
  context: CheckContext,
): { readonly shots: number; readonly bases: number } | undefined {
  const energy = energyWanted(context);
  if (!energy) return undefined;
  const spreads = groupByMeasurementBasis([energy.observable]).map(({ terms }) =>
    terms.reduce((sum, { coefficient, qubits }) => (qubits.length === 0 ? sum : sum + Math.abs(coefficient)), 0),
  );
  const coefficient = Math.sqrt(spreads.reduce((sum, spread) => sum + spread ** 2, 0));
  return {
    shots: shotsForConfidence(energy.goal, { of: 'energy', terms: [{ coefficient }] }),
    bases: spreads.length,
  };
}

/** How precise an energy is to be, and its terms; undefined where none is asked for or they are not known. */
function energyWanted({ definition, facts, pipeline }: CheckContext) {
  const { confidence } = definition;
  if (confidence?.of !== 'energy') return undefined;
  const problem = facts.problem ?? problemWritten(pipeline);
  if (!problem || problem instanceof Failure || problem.observable.terms.length === 0) return undefined;
  const { halfWidth, level = 0.95 } = confidence;
  return { goal: { level, halfWidth }, observable: problem.observable };
}

function problemWritten(pipeline: CheckContext['pipeline']) {
  try {
    return writtenProblem(pipeline);
  } catch (thrown) {
    // A problem that does not fit is told when it is run.
    if (Failure.is(thrown)) return undefined;
    throw thrown;
  }
}

function checkConfidence(context: CheckContext): void {
  const { confidence, backends } = context.definition;
  const energy = energyShotsPerBasis(context);
  const needed = energy?.shots ?? shotsWanted(context.definition);
  if (!confidence || needed === undefined) return;
  const level = confidence.level ?? 0.95;
  for (const { name } of chainBackends(context.pipeline)) {
    const shots = backends?.[name]?.shots;
    if (shots === undefined) continue;
    const path = ['backends', name, 'shots'];
    if (shots < needed) context.report('HP160', path, shots, needed, confidence.halfWidth, level, energy?.bases);
    else if (shots > 4 * needed) context.report('HP161', path, shots, needed);
  }
}

function checkKernel(context: CheckContext, plan: RunPlan | undefined): void {
  const { definition, pipeline } = context;
  if (!definition.quantum.kernel) return;
  const sampled = chainBackends(pipeline).some(({ backend }) => backend.shots !== undefined);
  if (definition.quantum.kernel.psd === 'none' && sampled) context.report('HP162', ['quantum', 'kernel', 'psd']);
  const { rows } = definition.quantum.kernel.kind === 'fidelity' ? (plan ?? {}) : {};
  // On an exact simulator a kernel costs one state per row, not one circuit per pair.
  if (rows && (sampled || rows.train > 1000))
    context.reportKey('HP163', ['quantum', 'kernel'], groupedNumber(kernelCircuits(rows.train, rows.test)), rows.train);
}

/** Circuits of a fidelity kernel in one repeat: one for each pair of rows. */
export function kernelCircuits(train: number, test: number): number {
  return (train * (train - 1)) / 2 + train * test;
}

function checkIterations(context: CheckContext): void {
  const { optimise } = context.pipeline;
  if (!optimise) return;
  const path =
    context.definition.optimise?.maxIterations === undefined ? ['quantum', 'ansatz'] : ['optimise', 'maxIterations'];
  if (optimise.method === 'cobyla') {
    const parameters = trainedParameters(context);
    if (parameters !== undefined && optimise.maxIterations < parameters + 2)
      context.report('HP166', path, 'cobyla', optimise.maxIterations, parameters + 2, `${parameters} parameters take`);
  } else if (optimise.method === 'spsa' && optimise.maxIterations < 50)
    context.report('HP166', path, 'spsa', optimise.maxIterations, 50, 'its random directions take');
}

function checkLoss(context: CheckContext): void {
  const loss = context.definition.optimise?.loss;
  const fit = loss && unfitLoss(context.pipeline, loss);
  if (fit) context.report('HP167', ['optimise', 'loss'], loss, fit.to, fit.instead);
}

type Loss = NonNullable<NonNullable<PipelineDefinition['optimise']>['loss']>;

/** What a loss does not fit, and which one does. */
function unfitLoss(
  { interface: contract, pattern, task }: ResolvedPipeline,
  loss: Loss,
): { readonly to: string; readonly instead: Loss } | undefined {
  if (solvesProblem(task)) {
    const instead = task === 'ground-state' ? 'energy' : 'cut';
    if (loss === 'kernel-alignment') return { to: 'a problem, which has no kernel', instead };
    return loss === 'cut' && task === 'ground-state' ? { to: 'an energy', instead } : undefined;
  }
  if (pattern === 'quantum-features')
    return loss === 'kernel-alignment' ? undefined : { to: 'the training of a kernel', instead: 'kernel-alignment' };
  const numbers = predictsNumbers(task);
  const instead = numbers ? 'square' : 'cross-entropy';
  switch (loss) {
    case 'square':
      return undefined;
    case 'kernel-alignment':
      return { to: `the pattern ${pattern}, which has no kernel`, instead };
    case 'energy':
    case 'cut':
      return { to: numbers ? 'numbers' : 'classification', instead };
    case 'hinge':
      return numbers ? { to: 'numbers', instead } : undefined;
    case 'cross-entropy':
      if (numbers) return { to: 'numbers', instead };
      return contract.output.kind === 'expectation' ? { to: 'expectation values', instead: 'square' } : undefined;
  }
}

/**
 * Qubits times layers above which a random start with a cost of all qubits is expected to have no usable gradient;
 * variances of gradients fall exponentially in both (McClean et al. 2018, Cerezo et al. 2021).
 */
const plateauSize = 40;

function checkPlateau(context: CheckContext): void {
  const { interface: contract, quantum } = context.pipeline;
  const { ansatz, measure, qubits } = quantum;
  // A part of the qubits is no reading of all.
  if (measure.qubits && measure.qubits.length < qubits) return;
  if (!ansatz || !('use' in ansatz) || ansatz.use === 'qaoa' || !context.definition.quantum.ansatz) return;
  const isRandom = contract.parameters.init === 'uniform';
  const { bitOrder } = contract.output;
  const isGlobal = measure.observables
    ? measure.observables.some((observable) => pauliFactors(observable, qubits, bitOrder)?.length === qubits)
    : measure.decision === 'popcount-mod' || measure.decision === 'argmax';
  if (!isRandom || !isGlobal || qubits * ansatz.reps <= plateauSize) return;
  context.reportKey('HP165', ['quantum', 'ansatz'], qubits, ansatz.reps);
}

/** The penalty of a constraint against the most that flipping one variable changes of the objective. */
function checkPenalty(context: CheckContext): void {
  const { problem } = context.definition;
  if (problem?.penalty === undefined) return;
  const swing = problem.edges ? swingOfEdges(problem.edges) : swingOfFile(context);
  if (swing !== undefined && problem.penalty < swing)
    context.report('HP168', ['problem', 'penalty'], problem.penalty, Number(swing.toFixed(6)));
}

function swingOfEdges(edges: NonNullable<NonNullable<PipelineDefinition['problem']>['edges']>): number {
  const gains = new Map<number, { linear: number; above: number; below: number }>();
  const gainOf = (variable: number) => {
    const known = gains.get(variable) ?? { linear: 0, above: 0, below: 0 };
    gains.set(variable, known);
    return known;
  };
  for (const [first = 0, second = 0, weight = 1] of edges) {
    if (first === second) gainOf(first).linear += weight;
    else for (const variable of [first, second]) gainOf(variable)[weight > 0 ? 'above' : 'below'] += weight;
  }
  return largestSwing([...gains.values()]);
}

/** The most that flipping one variable changes, when what others add to it lies between `below` and `above`. */
function largestSwing(gains: readonly { readonly linear: number; readonly above: number; readonly below: number }[]) {
  return Math.max(
    0,
    ...gains.map(({ above, below, linear }) => Math.max(Math.abs(linear + above), Math.abs(linear + below))),
  );
}

/** Problems up to this size are solved to see whether their best answer keeps the constraint. */
const mostTried = 12;

/** Whether the best of all choices has the wanted number of features; undefined where there are too many to try. */
function keepsConstraint({ problem }: CheckContext['facts'], choose: number): boolean | undefined {
  if (!problem || problem instanceof Failure || problem.kind !== 'binary') return undefined;
  const { linear, quadratic, sense } = problem.objective;
  if (linear.length > mostTried) return undefined;
  const sign = sense === 'min' ? -1 : 1;
  let best = { value: Number.NEGATIVE_INFINITY, count: 0 };
  for (let choice = 0; choice < 2 ** linear.length; choice++) {
    const has = (variable: number) => (choice >> variable) & 1;
    const single = linear.reduce((sum, weight, variable) => sum + weight * has(variable), 0);
    const paired = quadratic.reduce((sum, { first, second, weight }) => sum + weight * has(first) * has(second), 0);
    const value = sign * (single + paired);
    const count = linear.reduce((sum, _, variable) => sum + has(variable), 0);
    if (value > best.value) best = { value, count };
  }
  return best.count === choose;
}

/** Of the problem in a file, without the penalty that is part of the objective of a choice of features. */
function swingOfFile({ definition, facts }: CheckContext): number | undefined {
  const { choose = 0, kind, penalty = 0, sense } = definition.problem ?? {};
  if (kind === 'feature-selection' && keepsConstraint(facts, choose) === true) return undefined;
  const { problem } = facts;
  if (!problem || problem instanceof Failure || problem.kind !== 'binary') return undefined;
  const { linear, quadratic } = problem.objective;
  const sign = sense === 'min' ? -1 : 1;
  const own = kind === 'feature-selection' ? penalty : 0;
  const gains = linear.map((value) => ({ linear: sign * value + own * (1 - 2 * choose), above: 0, below: 0 }));
  for (const { first, second, weight } of quadratic) {
    const plain = sign * weight + 2 * own;
    for (const variable of [first, second]) {
      const gain = gains[variable];
      if (gain) gain[plain > 0 ? 'above' : 'below'] += plain;
    }
  }
  return largestSwing(gains);
}

function checkBudget(context: CheckContext, plan: RunPlan | undefined): void {
  const { budget } = context.definition;
  const first = plan?.backends[0];
  if (!first) return;
  // A run that asks at its limit does not end there.
  if (budget?.exceed === 'ask') return;
  checkCost(context, plan);
  const limit = budget?.shots?.perRun;
  if (limit !== undefined && first.shots > limit)
    context.report(
      'HP152',
      ['budget', 'shots', 'perRun'],
      `shots on ${first.name}`,
      groupedNumber(first.shots),
      groupedNumber(limit),
      first.shots,
    );
  if (budget?.jobs !== undefined && first.adapter !== 'builtin-simulator' && first.jobs > budget.jobs)
    context.report(
      'HP152',
      ['budget', 'jobs'],
      `jobs on ${first.name}`,
      groupedNumber(first.jobs),
      groupedNumber(budget.jobs),
      first.jobs,
    );
}

function checkCost(context: CheckContext, plan: RunPlan | undefined): void {
  const limit = context.definition.budget?.cost?.perRun;
  if (!limit) return;
  for (const { name, cost, arithmetic } of plan?.backends ?? []) {
    if (!cost || cost.currency !== limit.currency || cost.amount <= limit.amount) continue;
    const money = (amount: number) => `${amount.toFixed(2)} ${limit.currency}`;
    context.report('HP150', ['budget', 'cost', 'perRun'], name, money(cost.amount), money(limit.amount), arithmetic);
  }
}
