import type { DiagnosticFix, TextReplacement } from '#core/base/diagnostic.ts';
import { addedItem, writtenValue } from '#core/base/yaml/sourceEdits.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';
import type { FindingReport } from './findingReport.ts';
import type { FindingArguments, FindingCode } from './findings.ts';

type Repair<Code extends FindingCode, File = CheckContext> = (
  file: File,
  path: SourcePath,
  ...args: FindingArguments<Code>
) => DiagnosticFix | undefined;

/** What a repair of any file needs: its text and what is written where. */
type RepairedFile = Pick<FindingReport, 'root' | 'text'>;

/** What the editor can do about a finding of a pipeline; undefined where only the author knows. */
export function repairOf<Code extends FindingCode>(
  code: Code,
  context: CheckContext,
  path: SourcePath,
  args: FindingArguments<Code>,
): DiagnosticFix | undefined {
  const repair = repairs[code] as Repair<Code> | undefined;
  return repair?.(context, path, ...args);
}

/** What the editor can do about a finding in files of any kind. */
export function textRepairOf<Code extends FindingCode>(
  code: Code,
  file: RepairedFile,
  path: SourcePath,
  args: FindingArguments<Code>,
): DiagnosticFix | undefined {
  const repair = textRepairs[code] as Repair<Code, RepairedFile> | undefined;
  return repair?.(file, path, ...args);
}

const textRepairs: { readonly [Code in FindingCode]?: Repair<Code, RepairedFile> } = {
  HP197: (file, path, _backend, _pipeline, suggestion) =>
    suggestion === undefined ? undefined : write(file, path, suggestion, `Use ${suggestion}`),
  HP198: (file, path, metric, suggestion) =>
    suggestion === undefined
      ? undefined
      : write(file, path, sourceText(path, suggestion), `Use ${suggestion} instead of ${metric}`),
};

/** A measure of a scorecard names its metric behind `run:`. */
function sourceText(path: SourcePath, metric: string): string {
  return path.at(-1) === 'source' ? `"run:${metric}"` : metric;
}

const repairs: { readonly [Code in FindingCode]?: Repair<Code> } = {
  HP101: (context, path, _declared, width) => write(context, path, String(width), `Take ${width} features`, false),
  HP103: (context, _path, map) =>
    map === 'amplitude'
      ? add(context, ['preprocess'], '{ use: l2-normalize }', 'Add the step l2-normalize')
      : undefined,
  HP106: (context, path) =>
    write(
      context,
      [...path.slice(0, -1), 'with', 'sign'],
      'largest-loading-positive',
      'Make the largest loading positive',
    ),
  HP107: (context, path, _declared, actual) =>
    write(context, path, String(actual), `Declare ${actual} parameters`, false),
  HP110: (context) =>
    context.definition.interface?.output &&
    write(context, ['interface', 'output', 'bitOrder'], 'q0-right', 'State that qubit 0 is at the right'),
  HP120: (context, path) => write(context, path, 'train', 'Learn from the training rows'),
  HP126: (context) => {
    const { digest } = context.facts;
    return digest === undefined
      ? undefined
      : // Whether changed data are wanted, only their author knows.
        write(
          context,
          ['data', 'sha256'],
          JSON.stringify(digest),
          'State the digest of the file as it is now',
          context.definition.data?.sha256 === undefined,
        );
  },
  HP130: (context, path) => write(context, path, '[{ use: logistic-regression }]', 'Compare with logistic regression'),
  HP131: (context, path) =>
    path.at(-1) === 'sameSplit' ? write(context, path, 'true', 'Compare on the same split') : undefined,
  HP133: (context, path) => write(context, path, 'true', 'Give baselines the same budget'),
  HP134: (context, path) => (path[0] === 'benchmark' ? write(context, path, '10', 'Repeat 10 times') : undefined),
  HP135: (context, path, count) =>
    count === 0
      ? write(context, [...path, 0, 'primary'], 'true', 'Make the first metric the primary one', false)
      : undefined,
  HP136: (context, path) => write(context, path, 'nadeau-bengio', 'Use the interval of Nadeau and Bengio'),
  HP137: (context, path) => add(context, path, 'no-entanglement', 'Add the ablation no-entanglement'),
  HP140: (context, path, _name, _problem, suggestion) =>
    suggestion === undefined ? undefined : write(context, path, suggestion, `Use ${suggestion}`),
  HP141: (context) => fallBack(context),
  HP142: (context) => fallBack(context),
  HP143: (context) =>
    write(
      context,
      ['execution', 'quantum', 'flag'],
      'HYBRID_QUANTUM',
      'Let the setting HYBRID_QUANTUM switch the quantum step',
    ),
  HP146: (context, path) => write(context, [...path, 'session', 'mode'], 'session', 'Run in a session', false),
  HP147: (context, path) =>
    path.at(-1) === 'resume' ? write(context, path, 'true', 'Go on where the run stopped') : undefined,
  HP148: (context, path) => write(context, [...path, 'backoff'], '30s', 'Wait 30 seconds between retries'),
  HP149: (context, path) =>
    path.at(-1) === 'gradient' ? write(context, path, 'parameter-shift', 'Use the parameter-shift rule') : undefined,
  HP153: (context) => {
    const { cost } = context.definition.budget ?? {};
    return cost && cost.alertAt === undefined
      ? write(context, ['budget', 'cost', 'alertAt'], '0.8', 'Warn at 80 % of the budget')
      : undefined;
  },
  HP154: (context, _path, price) =>
    write(context, ['budget', 'cost', 'perRun', 'currency'], price, `Give the budget in ${price}`, false),
  HP160: (context, path, _shots, needed) => write(context, path, String(needed), `Take ${needed} shots`),
  HP161: (context, path, _shots, needed) => write(context, path, String(needed), `Take ${needed} shots`, false),
  HP162: (context, path) => write(context, path, 'clip', 'Clip negative eigenvalues'),
  HP164: (context, path) => write(context, path, 'parameter-shift', 'Use the parameter-shift rule'),
  HP166: (context, _path, _method, _iterations, needed) =>
    write(context, ['optimise', 'maxIterations'], String(needed), `Allow ${needed} iterations`),
  HP167: (context, path, _loss, _output, instead) => write(context, path, instead, `Use the loss ${instead}`),
  HP170: (context, path) => {
    if (!context.definition.seeds) return write(context, ['seeds'], '{ root: 1 }', 'Write the seeds down');
    const used = new Set(Object.values(context.definition.seeds));
    let free = 1;
    while (used.has(free)) free++;
    return write(context, path, String(free), `Use the seed ${free}`);
  },
  HP168: (context, path, _penalty, swing) => {
    const enough = Number((1.25 * swing).toPrecision(2));
    return write(context, path, String(enough), `Make the penalty ${enough}`);
  },
  HP172: (context, path, _age, limit, _name, what) =>
    what === 'rule' ? write(context, path, limit, `Allow ${limit}`) : undefined,
  HP191: (context, path, _stage, _skipped, first) =>
    context.definition.rollout?.stages.some(({ id }) => id === first)
      ? write(context, path, first, `Go back to the stage ${first}`, false)
      : undefined,
  HP173: (context) => write(context, ['mitigation', 'zne', 'scales'], '[1, 3, 5]', 'Use the scales 1, 3 and 5', false),
};

/** With a classical result when no link works. */
function fallBack(context: CheckContext): DiagnosticFix | undefined {
  return write(context, ['execution', 'onExhausted'], 'classical', 'Fall back to the classical model');
}

function write(
  { root, text }: RepairedFile,
  path: SourcePath,
  value: string,
  title: string,
  isPreferred = true,
): DiagnosticFix | undefined {
  return fix(writtenValue(text, root, path, value), title, isPreferred);
}

function add({ root, text }: RepairedFile, path: SourcePath, item: string, title: string): DiagnosticFix | undefined {
  return fix(addedItem(text, root, path, item), title, true);
}

function fix(replacement: TextReplacement | undefined, title: string, isPreferred: boolean): DiagnosticFix | undefined {
  return replacement && { title, replacements: [replacement], isPreferred };
}
