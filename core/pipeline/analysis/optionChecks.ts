import * as z from 'zod';
import type { Diagnostic } from '#core/base/diagnostic.ts';
import { rangeAt, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import {
  generatedDataOptions,
  hasTemplateOptions,
  isGeneratedDataSet,
  isRunnableModel,
  isRunnableOptimiser,
  isRunnableSolver,
  modelOptionsOf,
  optimiserOptions,
  solverOptions,
  stepOptions,
  templateOptions,
} from '../schema/options.ts';
import { predictsNumbers } from '../schema/taskKind.ts';
import { schemaDiagnostics } from '../source/schemaDiagnostics.ts';
import type { CheckContext } from './checkContext.ts';

/** Files have no options. */
const noOptions = z.strictObject({});

/** Checks the options (`with`) of steps, optimiser, head, baselines and built-in circuits: HP002–HP004. */
export function checkOptions(context: CheckContext): Diagnostic[] {
  const { definition } = context;
  const found: Diagnostic[] = [];
  const check = (schema: z.ZodObject, value: unknown, path: SourcePath) => {
    const outcome = schema.safeParse(value ?? {});
    if (outcome.success) return;
    const issues = outcome.error.issues.map((issue) => ({ ...issue, path: [...path, 'with', ...issue.path] }));
    found.push(...schemaDiagnostics(issues, context.root, () => Object.keys(schema.shape)));
  };
  const { builtin, with: drawn } = definition.data?.source ?? {};
  if (builtin !== undefined && isGeneratedDataSet(builtin))
    check(generatedDataOptions[builtin], drawn, ['data', 'source']);
  else if (drawn !== undefined) check(noOptions, drawn, ['data', 'source']);
  definition.preprocess?.forEach((step, index) => {
    check(stepOptions[step.use], step.with, ['preprocess', index]);
  });
  const { optimise, head, benchmark, quantum } = definition;
  const kind = predictsNumbers(definition.task) ? 'numbers' : 'classes';
  if (optimise?.with) {
    const method = optimise.method ?? 'cobyla';
    if (isRunnableOptimiser(method)) check(optimiserOptions[method], optimise.with, ['optimise']);
  }
  if (head) check(modelOptionsOf(head.use, kind), head.with, ['head']);
  benchmark?.baselines?.forEach((baseline, index) => {
    if (isRunnableModel(baseline.use))
      check(modelOptionsOf(baseline.use, kind), baseline.with, ['benchmark', 'baselines', index]);
    else if (isRunnableSolver(baseline.use))
      check(solverOptions[baseline.use], baseline.with, ['benchmark', 'baselines', index]);
  });
  const { use, with: options } = quantum.featureMap ?? {};
  if (use && options && hasTemplateOptions(use)) check(templateOptions[use], options, ['quantum', 'featureMap']);
  for (const part of ['featureMap', 'ansatz'] as const) found.push(...pairProblems(context, part));
  return found;
}

/** Pairs of an entanglement list that name no two qubits of the circuit. */
function pairProblems({ definition, root }: CheckContext, part: 'featureMap' | 'ansatz'): Diagnostic[] {
  const { qubits } = definition.quantum;
  const pairs = definition.quantum[part]?.entanglement;
  if (!Array.isArray(pairs)) return [];
  return pairs.flatMap(([first, second], index): Diagnostic[] => {
    if (first !== second && first < qubits && second < qubits) return [];
    const message = `The pair [${first}, ${second}] must name two different qubits from 0 to ${qubits - 1}.`;
    return [
      { code: 'HP003', severity: 'error', message, range: rangeAt(root, ['quantum', part, 'entanglement', index]) },
    ];
  });
}
