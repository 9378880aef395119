import { closestName } from '#core/base/closestName.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import { machineAdapters } from '../schema/machineAdapters.ts';
import { usesGradients } from '../schema/options.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import type { CheckContext } from './checkContext.ts';
import type { ChainProblem } from './findings.ts';

/** Checks of backends, the chain and the switch of the quantum step: HP140–HP155 without those of the plan. */
export function checkExecution(context: CheckContext): void {
  checkChain(context);
  checkWayOut(context);
  checkBackends(context);
  checkLinks(context);
  checkLoop(context);
  const { definition, pipeline } = context;
  // Whoever only learns edits the file anyway.
  const isReliedOn = pipeline.intent === 'production' || definition.rollout !== undefined;
  if (isReliedOn && definition.execution?.quantum?.flag === undefined)
    context.reportKey('HP143', definition.execution?.quantum ? ['execution', 'quantum'] : ['quantum']);
  const shotBased = chainBackends(pipeline).find(
    ({ backend }) => backend.shots !== undefined || backend.noise !== undefined || backend.kind === 'hardware',
  );
  if (definition.optimise?.gradient === 'adjoint' && shotBased)
    context.report(
      'HP149',
      ['optimise', 'gradient'],
      `Adjoint gradients need the state vector, which ${shotBased.name} does not give. Use parameter-shift or none.`,
    );
  const sampled = chainBackends(pipeline).some(
    ({ backend }) => backend.shots !== undefined || backend.kind === 'hardware',
  );
  const { method = 'cobyla' } = definition.optimise ?? {};
  if (definition.optimise?.gradient === 'finite-difference' && sampled && usesGradients(method))
    context.report('HP164', ['optimise', 'gradient']);
}

interface NamedBackend {
  readonly name: string;
  readonly backend: ResolvedPipeline['backends'][string];
}

/** The backends the chain names, in its order. */
export function chainBackends(pipeline: ResolvedPipeline): NamedBackend[] {
  return pipeline.execution.chain.flatMap(({ backend: name }) => {
    const backend = Object.hasOwn(pipeline.backends, name) ? pipeline.backends[name] : undefined;
    return backend ? [{ name, backend }] : [];
  });
}

/** Whether results vary from run to run by more than the seeds: shots, noise or a device. */
export function isStochastic(pipeline: ResolvedPipeline): boolean {
  return chainBackends(pipeline).some(({ backend }) => backend.shots !== undefined || backend.kind !== 'simulator');
}

function checkChain(context: CheckContext): void {
  const { definition, pipeline } = context;
  const seen = new Set<string>();
  definition.execution?.chain?.forEach(({ backend: name }, index) => {
    const path = ['execution', 'chain', index, 'backend'];
    if (seen.has(name)) context.report('HP140', path, name, 'repeated', undefined);
    else if (name !== 'classical' && !Object.hasOwn(pipeline.backends, name))
      context.report('HP140', path, name, ...missingLink(context, name));
    seen.add(name);
  });
}

function missingLink({ facts, pipeline }: CheckContext, name: string): [ChainProblem, string | undefined] {
  const suggestion = closestName(name, [...Object.keys(pipeline.backends), 'classical']);
  if (facts.configured === undefined) return ['unknown in the file', suggestion];
  const configured = facts.configured.get(name);
  return configured ? ['of the settings', configured.adapter] : ['unknown', suggestion];
}

/** Retries and timeouts of the links. */
function checkLinks(context: CheckContext): void {
  const { budget, execution } = context.definition;
  execution?.chain?.forEach(({ retries, timeout }, index) => {
    const path = ['execution', 'chain', index];
    if (retries && retries.count > 0 && retries.backoff === undefined)
      context.reportKey('HP148', [...path, 'retries'], retries.count);
    if (timeout === undefined) return;
    for (const key of ['queue', 'total'] as const) {
      const limit = budget?.time?.[key];
      if (limit === undefined || (durationMilliseconds(limit) ?? 0) >= (durationMilliseconds(timeout) ?? 0)) continue;
      context.report('HP155', [...path, 'timeout'], timeout, key, limit);
      return;
    }
  });
}

/** A training loop on hardware must survive the end of its session. */
function checkLoop(context: CheckContext): void {
  const { definition, pipeline } = context;
  const hardware = chainBackends(pipeline).find(({ backend }) => backend.kind === 'hardware');
  const { optimise } = pipeline;
  if (pipeline.pattern !== 'variational-loop' || !hardware || !optimise) return;
  if (definition.execution?.resume === false)
    context.report('HP147', ['execution', 'resume'], hardware.name, '`resume: false` begins again');
  if (definition.optimise?.checkpoint && optimise.checkpointEvery >= optimise.maxIterations)
    context.report(
      'HP147',
      ['optimise', 'checkpoint', 'every'],
      hardware.name,
      `its ${optimise.maxIterations} iterations end before the first checkpoint`,
    );
}

function checkWayOut(context: CheckContext): void {
  const { definition, pipeline } = context;
  const { chain, onExhausted, quantum } = pipeline.execution;
  const backends = chainBackends(pipeline);
  const onlyHardware =
    backends.length > 0 &&
    backends.every(({ backend }) => backend.kind === 'hardware') &&
    !chain.some((link) => link.backend === 'classical');
  if (pipeline.intent === 'production' && onlyHardware && onExhausted === 'fail')
    context.report('HP141', definition.execution?.onExhausted ? ['execution', 'onExhausted'] : ['execution', 'chain']);
  const inputs = definition.head?.inputs;
  const onlyQuantum = inputs !== undefined && !inputs.includes('features');
  const classicalWay = onExhausted === 'classical' || pipeline.benchmark.baselines.length > 0;
  if (quantum.state === 'disabled' && onlyQuantum && !classicalWay)
    context.report('HP142', ['execution', 'quantum', 'state']);
}

function checkBackends(context: CheckContext): void {
  const { definition, pipeline } = context;
  const used = new Set(chainBackends(pipeline).map(({ name }) => name));
  checkAlert(context);
  for (const [name, backend] of Object.entries(definition.backends ?? {})) {
    if (!used.has(name)) continue;
    const path = ['backends', name];
    const kind = pipeline.backends[name]?.kind;
    const givesCounts = kind !== 'simulator' || machineAdapters.has(backend.adapter);
    if (givesCounts && backend.adapter !== 'builtin-simulator' && backend.shots === undefined)
      context.reportKey(
        'HP149',
        path,
        `The backend ${name} gives only counts; say how many shots per circuit with \`shots\`.`,
      );
    if (kind === 'hardware') {
      checkPriceDate(context, name, backend.price);
      if (backend.device === 'least-busy') context.report('HP171', [...path, 'device'], name, 'device');
      else if (backend.version === undefined && pipeline.intent !== 'learning')
        context.reportKey('HP171', path, name, 'version');
      if (pipeline.pattern === 'variational-loop' && (backend.session?.mode ?? 'job') === 'job')
        context.reportKey('HP146', path, name);
    }
  }
  checkCurrencies(context, used);
}

/** Hardware that costs money, without anybody who is warned in time. */
function checkAlert(context: CheckContext): void {
  const { budget } = context.definition;
  const paid = chainBackends(context.pipeline).find(({ backend }) => backend.kind === 'hardware' && !isFree(backend));
  if (!paid || (budget?.cost?.alertAt !== undefined && budget.cost.perMonth !== undefined)) return;
  context.reportKey('HP153', budget?.cost ? ['budget', 'cost'] : ['backends', paid.name]);
}

function isFree({ price }: NamedBackend['backend']): boolean {
  const amounts = [price?.perTask, price?.perShot, price?.perSecond].flatMap((money) => money?.amount ?? []);
  return amounts.length > 0 && amounts.every((amount) => amount === 0);
}

const day = 86_400_000;
/** Days after which a price that was looked up says little. */
const oldestPrice = 90;

function checkPriceDate(context: CheckContext, name: string, price: NamedBackend['backend']['price']): void {
  if (!price) {
    context.reportKey('HP151', ['backends', name], name, undefined, 0);
    return;
  }
  const { now } = context.facts;
  const days = now === undefined ? 0 : Math.floor((now - Date.parse(price.asOf)) / day);
  if (days > oldestPrice) context.report('HP151', ['backends', name, 'price', 'asOf'], name, price.asOf, days);
}

/** Amounts that are compared must be of one currency. */
function checkCurrencies(context: CheckContext, used: ReadonlySet<string>): void {
  const { backends, budget, execution } = context.definition;
  const limit = budget?.cost?.perRun ?? budget?.cost?.perMonth;
  if (limit === undefined) return;
  const check = (currency: string | undefined, path: SourcePath, where: 'key' | 'value') => {
    if (currency === undefined || currency === limit.currency) return;
    if (where === 'key') context.reportKey('HP154', path, currency, limit.currency);
    else context.report('HP154', path, currency, limit.currency);
  };
  for (const [name, { price }] of Object.entries(backends ?? {}))
    if (used.has(name))
      check((price?.perShot ?? price?.perTask ?? price?.perSecond)?.currency, ['backends', name, 'price'], 'key');
  const { perMonth } = budget?.cost ?? {};
  if (perMonth !== limit) check(perMonth?.currency, ['budget', 'cost', 'perMonth', 'currency'], 'value');
  execution?.chain?.forEach(({ skipWhen }, index) => {
    check(skipWhen?.costAbove?.currency, ['execution', 'chain', index, 'skipWhen', 'costAbove', 'currency'], 'value');
  });
}
