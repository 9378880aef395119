import type { CheckContext } from './checkContext.ts';
import { trainedParameters } from './circuitFacts.ts';
import { type Repairs, write, writeAll } from './repairEdits.ts';

/** Repairs of shots, iterations, losses, seeds and stages: HP160–HP170, HP190–HP192. */
export const samplingRepairs: Repairs = {
  HP160: (context, path, _shots, needed) => write(context, path, String(needed), `Take ${needed} shots`),
  HP161: (context, path, _shots, needed) => write(context, path, String(needed), `Take ${needed} shots`, false),
  HP162: (context, path) => write(context, path, 'clip', 'Clip negative eigenvalues'),
  HP164: (context, path) => [
    write(context, path, 'parameter-shift', 'Use the parameter-shift rule'),
    writeAll(
      context,
      [
        [['optimise', 'method'], 'spsa'],
        [path, 'none'],
      ],
      'Use spsa, which needs no gradients',
      false,
    ),
  ],
  HP165: (context) => startAtZeros(context),
  HP166: (context, _path, _method, _iterations, needed) =>
    write(context, ['optimise', 'maxIterations'], String(needed), `Allow ${needed} iterations`),
  HP167: (context, path, _loss, _output, instead) => write(context, path, instead, `Use the loss ${instead}`),
  HP168: (context, path, _penalty, swing) => {
    const enough = Number((1.25 * swing).toPrecision(2));
    return write(context, path, String(enough), `Make the penalty ${enough}`);
  },
  HP170: (context, path) => {
    if (!context.definition.seeds) return write(context, ['seeds'], '{ root: 1 }', 'Write the seeds down');
    const used = new Set(Object.values(context.definition.seeds));
    let free = 1;
    while (used.has(free)) free++;
    return write(context, path, String(free), `Use the seed ${free}`);
  },
  HP191: (context, path, _stage, _skipped, first) =>
    context.definition.rollout?.stages.some(({ id }) => id === first)
      ? write(context, path, first, `Go back to the stage ${first}`, false)
      : undefined,
  HP192: (context, path, _stage, missing) =>
    missing === 'maxDuration'
      ? write(context, [...path.slice(0, -1), 'maxDuration'], '90d', 'End the stage after 90 days', false)
      : undefined,
};

/** Circuits near the identity have gradients. */
function startAtZeros(context: CheckContext) {
  const title = 'Start all parameters at zero';
  if (context.definition.interface?.parameters)
    return write(context, ['interface', 'parameters', 'init'], 'zeros', title, false);
  const count = trainedParameters(context);
  return count === undefined
    ? undefined
    : write(context, ['interface', 'parameters'], `{ count: ${count}, init: zeros }`, title, false);
}
