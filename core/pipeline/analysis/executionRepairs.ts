import type { DiagnosticFix } from '#core/base/diagnostic.ts';
import { keyText } from '#core/base/yaml/flowText.ts';
import { yamlText } from '#core/base/yaml/yamlText.ts';
import { durationMilliseconds } from '../schema/duration.ts';
import type { CheckContext } from './checkContext.ts';
import { type Repairs, remove, write, writeAll } from './repairEdits.ts';

/** Repairs of backends, the chain, budgets and calibrations: HP140–HP155, HP171–HP173. */
export const executionRepairs: Repairs = {
  HP140: (context, path, name, problem, suggestion) => {
    if (problem === 'repeated') return remove(context, path.slice(0, -1), `Take the second ${name} out`);
    if (problem === 'of the settings') return nameUnderBackends(context, name);
    return suggestion === undefined ? undefined : write(context, path, suggestion, `Use ${suggestion}`);
  },
  HP141: (context) => fallBack(context),
  HP142: (context) => fallBack(context),
  HP143: (context) =>
    write(
      context,
      ['execution', 'quantum', 'flag'],
      'HYBRID_QUANTUM',
      'Let the setting HYBRID_QUANTUM switch the quantum step',
    ),
  HP144: (context, path, _problem, instead) => instead && write(context, path, instead.value, instead.title),
  HP146: (context, path) => write(context, [...path, 'session', 'mode'], 'session', 'Run in a session', false),
  HP147: (context, path) => {
    if (path.at(-1) === 'resume') return write(context, path, 'true', 'Go on where the run stopped');
    const every = Math.max(1, Math.floor((context.pipeline.optimise?.maxIterations ?? 10) / 10));
    return write(context, path, String(every), `Save every ${every === 1 ? 'iteration' : `${every} iterations`}`);
  },
  HP148: (context, path) => write(context, [...path, 'backoff'], '30s', 'Wait 30 seconds between retries'),
  HP149: (context, path) =>
    path.at(-1) === 'gradient'
      ? write(context, path, 'parameter-shift', 'Use the parameter-shift rule')
      : write(context, [...path, 'shots'], '1000', 'Take 1000 shots of every circuit', false),
  HP152: (context, path, what, _needed, _limit, count) =>
    write(context, path, String(count), `Allow ${count} ${what.split(' ')[0] ?? ''}`, false),
  HP153: (context) => alert(context),
  HP154: (context, path, price, budget) => {
    if (path.at(-1) === 'currency') return write(context, path, budget, `Say it in ${budget}`, false);
    const cost = context.definition.budget?.cost;
    const written = (['perRun', 'perMonth'] as const).filter((key) => cost?.[key] !== undefined);
    const values = written.map((key) => [['budget', 'cost', key, 'currency'], price] as const);
    return writeAll(context, values, `Give the budget in ${price}`, false);
  },
  HP155: (context, path) => {
    const { queue, total } = context.definition.budget?.time ?? {};
    const limits = [queue, total].filter((limit) => limit !== undefined);
    const [shortest] = limits.sort((a, b) => (durationMilliseconds(a) ?? 0) - (durationMilliseconds(b) ?? 0));
    return shortest === undefined
      ? undefined
      : write(context, path, shortest, `Wait no longer than ${shortest} for this link`, false);
  },
  HP171: (context, path, name, open) => {
    const seen = context.facts.evidence?.devices?.find(({ backend }) => backend === name);
    if (open !== 'version' || !seen || seen.device !== context.pipeline.backends[name]?.device) return undefined;
    return write(
      context,
      [...path, 'version'],
      JSON.stringify(seen.version),
      `Pin the version ${seen.version} of the last run`,
      false,
    );
  },
  HP172: (context, path, _age, limit, name, what) => {
    switch (what) {
      case 'rule':
        return write(context, path, limit, `Allow ${limit}`);
      case 'recorded':
        return skipOlder(context, name, limit);
      case 'data':
        return undefined;
    }
  },
  HP173: (context) => write(context, ['mitigation', 'zne', 'scales'], '[1, 3, 5]', 'Use the scales 1, 3 and 5', false),
};

/** A backend of the settings as one of the file; what the file has by default is written beside it where the chain uses it. */
function nameUnderBackends(context: CheckContext, name: string): DiagnosticFix | undefined {
  const { definition, facts, pipeline } = context;
  const configured = facts.configured?.get(name);
  if (configured === undefined) return undefined;
  const title = `Name ${name} of the settings under backends`;
  const { adapter, device } = configured;
  const entry = `{ adapter: ${yamlText(adapter)}${device === undefined ? '' : `, device: ${yamlText(device)}`} }`;
  if (definition.backends !== undefined) return write(context, ['backends', name], entry, title);
  const usual = Object.entries(pipeline.backends)
    .filter(([usualName]) => definition.execution?.chain?.some(({ backend }) => backend === usualName))
    .map(([usualName, backend]) => `, ${usualName}: { adapter: ${backend.adapter} }`);
  return write(context, ['backends'], `{ ${keyText(name)}: ${entry}${usual.join('')} }`, title);
}

/** With a classical result when no link works. */
function fallBack(context: CheckContext): DiagnosticFix | undefined {
  return write(context, ['execution', 'onExhausted'], 'classical', 'Fall back to the classical model');
}

/** The months of a budget hold some runs of it; how many, only its author knows. */
const runsOfMonth = 10;

function alert(context: CheckContext): DiagnosticFix | undefined {
  const { cost } = context.definition.budget ?? {};
  if (!cost) return undefined;
  const path = ['budget', 'cost'];
  const warning = cost.alertAt === undefined ? [[[...path, 'alertAt'], '0.8'] as const] : [];
  if (cost.perMonth !== undefined) return writeAll(context, warning, 'Warn at 80 % of the budget');
  if (cost.perRun === undefined) return undefined;
  const { amount, currency } = cost.perRun;
  const month = runsOfMonth * amount;
  return writeAll(
    context,
    [...warning, [[...path, 'perMonth'], `{ amount: ${month}, currency: ${currency} }`]],
    `${warning.length > 0 ? 'Warn at 80 % of the budget, and allow' : 'Allow'} ${month} ${currency} a month`,
    false,
  );
}

/** Without a chain of its own the pipeline gets the one it has by default. */
function skipOlder(context: CheckContext, name: string, limit: string): DiagnosticFix | undefined {
  const index = context.definition.execution?.chain?.findIndex(({ backend }) => backend === name) ?? -1;
  const title = `Pass over ${name} when its calibration is older than ${limit}`;
  return index < 0
    ? undefined
    : write(context, ['execution', 'chain', index, 'skipWhen', 'calibrationOlderThan'], limit, title);
}
