import { Failure } from '#core/base/failure.ts';
import type { OptimiserSettings } from '#core/optimise/optimiser.ts';
import { batchOptimisers, isRunnableOptimiser, learnsInBatches, optimiserOptions } from '../schema/options.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/**
 * The optimiser a pipeline asks for, with the limits of its file. Parameters stay within their range unless the range
 * is periodic.
 * @throws Failure `unsupported` for an optimiser this version does not run, `invalid-input` for bad options
 */
export function optimiserSettings(pipeline: ResolvedPipeline, parameterCount: number): OptimiserSettings {
  const { optimise } = pipeline;
  if (!optimise) throw new Failure('invalid-input', 'A variational-loop pipeline needs optimise.');
  const { method, maxIterations, maxEvaluations, tolerance } = optimise;
  const limits = { maxIterations, ...(maxEvaluations === undefined ? {} : { maxEvaluations }) };
  if (!isRunnableOptimiser(method))
    throw new Failure('unsupported', `The optimiser ${method} is not available in this version.`, {
      advice: `Available are: ${Object.keys(optimiserOptions).join(', ')}.`,
    });
  if (optimise.batch !== undefined && !learnsInBatches(method))
    throw new Failure('unsupported', `The optimiser ${method} compares values, so it cannot learn in batches.`, {
      advice: `Leave out optimise.batch, or use one of ${batchOptimisers.join(', ')}.`,
    });
  // Values of different batches tell no best point apart.
  const use = optimise.batch === undefined ? 'best' : 'last';
  const badOptions = (path: string) =>
    new Failure('invalid-input', `The options of the optimiser ${method} do not fit: ${path || 'with'}.`);
  switch (method) {
    case 'cobyla': {
      const options = optimiserOptions.cobyla.safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { rhobeg } = options.data;
      const { periodic, range } = pipeline.interface.parameters;
      const bound = (value: number) => new Array<number>(parameterCount).fill(value);
      return {
        method,
        ...limits,
        tolerance: options.data.tolerance ?? tolerance,
        ...(rhobeg === undefined ? {} : { initialRadius: rhobeg }),
        ...(periodic ? {} : { bounds: { low: bound(range[0]), high: bound(range[1]) } }),
      };
    }
    case 'spsa': {
      const options = optimiserOptions.spsa.safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { calibrate, a, c, A, alpha, gamma, resamplings, averageLast, blocking } = options.data;
      const learningRate = a ?? (calibrate === false ? 0.2 : undefined);
      return {
        method,
        ...limits,
        ...(learningRate === undefined ? {} : { learningRate }),
        ...(c === undefined ? {} : { perturbation: c }),
        ...(A === undefined ? {} : { stability: A }),
        ...(alpha === undefined ? {} : { alpha }),
        ...(gamma === undefined ? {} : { gamma }),
        ...(resamplings === undefined ? {} : { resamplings }),
        ...(averageLast === undefined ? {} : { averageLast }),
        ...(blocking === undefined ? {} : { allowedIncrease: blocking }),
      };
    }
    case 'nelder-mead': {
      const options = optimiserOptions['nelder-mead'].safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { initialStep } = options.data;
      return { method, ...limits, tolerance, ...(initialStep === undefined ? {} : { initialStep }) };
    }
    case 'adam': {
      const options = optimiserOptions.adam.safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { beta1, beta2, learningRate } = options.data;
      return {
        method,
        ...limits,
        tolerance: options.data.tolerance ?? tolerance,
        ...(learningRate === undefined ? {} : { learningRate }),
        use,
        ...(beta1 === undefined ? {} : { beta1 }),
        ...(beta2 === undefined ? {} : { beta2 }),
      };
    }
    case 'gradient-descent':
    case 'nesterov': {
      const options = optimiserOptions[method].safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { learningRate, momentum } = options.data;
      return {
        method,
        ...limits,
        tolerance: options.data.tolerance ?? tolerance,
        ...(learningRate === undefined ? {} : { learningRate }),
        use,
        ...(momentum === undefined ? {} : { momentum }),
      };
    }
    case 'l-bfgs': {
      const options = optimiserOptions['l-bfgs'].safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      const { memory } = options.data;
      return {
        method,
        ...limits,
        tolerance: options.data.tolerance ?? tolerance,
        ...(memory === undefined ? {} : { memory }),
      };
    }
    case 'rotosolve': {
      const options = optimiserOptions.rotosolve.safeParse(optimise.with);
      if (!options.success) throw badOptions(options.error.issues[0]?.path.join('.') ?? '');
      if (optimise.loss !== 'energy' && optimise.loss !== 'cut')
        throw new Failure(
          'unsupported',
          `Rotosolve lowers expectation values, and the loss ${optimise.loss} is none.`,
          {
            advice: 'Use another optimiser, such as cobyla.',
          },
        );
      return { method, ...limits, tolerance: options.data.tolerance ?? tolerance };
    }
  }
}
