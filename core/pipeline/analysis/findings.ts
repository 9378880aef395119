import type { Severity } from '#core/base/diagnostic.ts';

/** What a finding says. Every message names the thing, what is wrong with it and what to do. */
interface Finding<Args extends readonly unknown[]> {
  readonly severity: Severity;
  readonly message: (...args: Args) => string;
}

function finding<Args extends readonly unknown[]>(
  severity: Severity,
  message: (...args: Args) => string,
): Finding<Args> {
  return { severity, message };
}

const plural = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
const percent = (share: number) => `${Math.round(share * 100)} %`;

/** What repairs a finding: a value at a path below its own. */
interface Instead {
  readonly at: readonly (string | number)[];
  readonly value: string;
  readonly title: string;
}

/** All findings of the pipeline checks, by code. Each has a page in `docs/diagnostics/`. */
export const findings = {
  HP006: finding(
    'warning',
    (what: string, instead: string) =>
      `${what} is part of the format, but this version cannot run it.${instead ? ` ${instead}` : ''}`,
  ),
  HP101: finding(
    'error',
    (declared: number, width: number) =>
      `The interface takes ${plural(declared, 'feature')}, but preprocessing gives ${width}. Make the two agree.`,
  ),
  HP102: finding(
    'error',
    (map: string, needed: string, given: number) => `${map} needs ${needed}, but is given ${plural(given, 'feature')}.`,
  ),
  HP103: finding('error', (map: 'amplitude' | 'basis') =>
    map === 'amplitude'
      ? 'Amplitude encoding needs rows of length 1; make l2-normalize the last step of preprocess.'
      : 'Basis encoding needs bits, but these features are not 0 and 1. Use columns of 0 and 1 and steps that keep them, or declare `interface.input.normalization: bits`.',
  ),
  HP104: finding(
    'warning',
    (width: string, period: string, map: string) =>
      `This range is ${width} wide, but ${map} repeats after ${period}: different inputs become the same state. Narrow the range.`,
  ),
  HP105: finding(
    'warning',
    () =>
      'Standardized values go into rotations without a limit, so outliers wrap round. Add a to-angle or clip step behind.',
  ),
  HP106: finding(
    'warning',
    () =>
      'The sign of a principal component is arbitrary, but not to a circuit. State the rule with `sign: largest-loading-positive`.',
  ),
  HP107: finding(
    'error',
    (declared: number, actual: number) =>
      `The interface declares ${plural(declared, 'parameter')}, but the circuit has ${actual} to train.`,
  ),
  HP108: finding(
    'error',
    (observable: string, qubits: number, unmeasured: { readonly qubit: number; readonly files: string } | undefined) =>
      unmeasured === undefined
        ? `The observable ${observable} does not fit ${plural(qubits, 'qubit')}. Write one letter I, X, Y or Z per qubit, or letters with qubit numbers such as Z0.`
        : `The observable ${observable} is about qubit ${unmeasured.qubit}, which ${unmeasured.files} does not measure. Measure it there, or measure nothing there.`,
  ),
  HP109: finding('error', (problem: string, _instead?: string) => problem),
  HP110: finding(
    'warning',
    () => 'The bits are read as a number, but `interface.output.bitOrder` does not say which end qubit 0 is at.',
  ),
  HP111: finding(
    'error',
    (file: string, problem: string, _qubits?: number) => `The circuit ${file} cannot be used: ${problem}`,
  ),
  HP112: finding('error', (file: string, problem: string) => `The file ${file} cannot be used: ${problem}`),
  HP113: finding('error', (problem: string) => `The circuit cannot start as it is told: ${problem}`),
  HP114: finding(
    'error',
    (problem: string, suggestion: string | undefined) =>
      `${problem}${suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`}`,
  ),
  HP115: finding('warning', (what: string, instead: string) => `${what} does not fit this pipeline. ${instead}`),
  HP120: finding(
    'error',
    (step: string) =>
      `The step ${step} learns from all rows, so the test rows leak into training. Use \`fitOn: train\`.`,
  ),
  HP121: finding(
    'warning',
    (step: string, folds: string) =>
      `The step ${step} learns from the rows that ${folds} are tested on, so the score is optimistic. Choose outside of the folds only what needs no rows.`,
  ),
  HP122: finding('error', (problem: string, _instead?: Instead) => problem),
  HP123: finding('warning', (problem: string) => problem),
  HP124: finding('error', (column: string, target: string, how: 'itself' | 'copy' | 'recoded') => {
    switch (how) {
      case 'itself':
        return `The target ${target} is among the features, so there is nothing left to predict.`;
      case 'copy':
        return `The feature ${column} holds the same as the target ${target}; remove it.`;
      case 'recoded':
        return `The feature ${column} is the target ${target} in other words: each value of one stands for one of the other. Remove it.`;
    }
  }),
  HP125: finding(
    'warning',
    (name: string, share: number) =>
      `${percent(share)} of the rows are of the class ${name}, so accuracy looks good without learning anything. Make balanced-accuracy or f1-macro the primary metric.`,
  ),
  HP126: finding('warning', (problem: string) => problem),
  HP127: finding('error', (problem: string) => problem),
  HP128: finding(
    'information',
    (file: string) =>
      `${file} was trained before this pipeline: nothing here shows that it has not seen the test rows.`,
  ),
  HP129: finding('warning', (copies: number, rows: number, certain: boolean) =>
    certain
      ? `${plural(copies, 'test row')} of ${rows} ${copies === 1 ? 'is' : 'are'} among the training rows as well, so the score is of rows that were learnt. Keep copies in one part.`
      : `${copies} of ${plural(rows, 'row')} are copies of others, so a split puts some in training and test alike. Remove them, or keep them together with \`data.split.group\`.`,
  ),

  HP130: finding(
    'error',
    () => 'There is no baseline, so there is nothing to compare with. Add at least one, such as logistic-regression.',
  ),
  HP131: finding('error', (problem: string) => problem),
  HP132: finding(
    'warning',
    (tuned: string, untuned: string) =>
      `${tuned} is tuned and ${untuned} is not: the comparison measures the effort, not the method. Tune both or neither.`,
  ),
  HP133: finding(
    'warning',
    () => 'Baselines get another budget than the quantum pipeline, which makes the comparison unfair.',
  ),
  HP134: finding('warning', (repeats: number, stochastic: boolean) =>
    repeats === 1
      ? 'One repeat has no spread, so no interval and no verdict. Use 10.'
      : `${repeats} repeats are few for ${stochastic ? 'a backend with shots' : 'an interval'}; use at least 5.`,
  ),
  HP135: finding('error', (problem: number | string) => {
    if (typeof problem === 'string')
      return `${problem} judges models on the rows they learnt from, so no decision can rest on it. Mark a metric of the test rows with \`primary: true\`.`;
    return problem === 0
      ? 'No metric is the primary one. Mark exactly one with `primary: true`.'
      : `${problem} metrics are marked primary. Decisions need exactly one.`;
  }),
  HP136: finding('warning', () => "Folds share training rows, so Student's interval is too narrow. Use nadeau-bengio."),
  HP137: finding(
    'warning',
    () => 'Without the ablation no-quantum or no-entanglement a gain cannot be attributed to the quantum step.',
  ),
  HP138: finding(
    'information',
    (lift: number, least: number, why: string) =>
      `A lift of ${lift} is smaller than ${why} of ${least}: a research result, not a reason for production.`,
  ),
  HP139: finding(
    'error',
    (id: string) => `The name ${id} is taken by another row of the comparison. Give this one an id of its own.`,
  ),
  HP140: finding('error', (name: string, problem: ChainProblem, instead: string | undefined) =>
    chainProblem(name, problem, instead),
  ),
  HP141: finding(
    'error',
    () =>
      'In production there must be a way to a result without hardware. Add a simulator or classical to the chain, or set `onExhausted: classical`.',
  ),
  HP142: finding(
    'error',
    () =>
      'The quantum step is switched off, but the head takes only its output and there is no classical way. Set `execution.onExhausted: classical` or add features to head.inputs.',
  ),
  HP143: finding(
    'warning',
    () => 'Without `execution.quantum.flag` the quantum step cannot be switched off without editing this file.',
  ),
  HP144: finding('error', (problem: string, _instead?: Omit<Instead, 'at'>) => problem),
  HP145: finding('warning', (problem: string) => problem),
  HP146: finding(
    'warning',
    (name: string) =>
      `On ${name} every iteration queues again and the device drifts between them. Use \`session: { mode: session }\` or a simulator for training.`,
  ),
  HP147: finding(
    'warning',
    (name: string, missing: string) => `A training loop on ${name} is lost when its session ends: ${missing}.`,
  ),
  HP148: finding(
    'warning',
    (count: number) =>
      `${plural(count, 'retry', 'retries')} without \`backoff\` begin after a second and soon use up the quota. Wait longer between them, such as 30s.`,
  ),
  HP149: finding('warning', (problem: string) => problem),
  HP150: finding(
    'error',
    (name: string, cost: string, limit: string, arithmetic: string) =>
      `A run on ${name} would cost about ${cost}, more than the budget of ${limit} (${arithmetic}).`,
  ),
  HP151: finding('warning', (name: string, asOf: string | undefined, days: number) =>
    asOf === undefined
      ? `The hardware backend ${name} has no price, so costs cannot be estimated.`
      : `The price of ${name} is ${days} days old (${asOf}); providers change theirs more often. Look it up again.`,
  ),
  HP152: finding(
    'error',
    (what: string, needed: string, limit: string, _count: number) =>
      `The run needs about ${needed} ${what}, more than the budget of ${limit}; it would stop half way.`,
  ),
  HP153: finding(
    'warning',
    () => 'Paid hardware without `alertAt` or a monthly limit: nobody is warned before the money is spent.',
  ),
  HP154: finding(
    'error',
    (price: string, budget: string) => `The price is in ${price} and the budget in ${budget}; they cannot be compared.`,
  ),
  HP155: finding(
    'warning',
    (timeout: string, budget: string, limit: string) =>
      `This link waits up to ${timeout}, but \`budget.time.${budget}\` is ${limit}: the time is over before the next link is tried.`,
  ),
  HP160: finding(
    'warning',
    (shots: number, needed: number, halfWidth: number, level: number, bases?: number) =>
      `${plural(shots, 'shot')} cannot give a half width of ${halfWidth} at ${percent(level)} confidence; that takes ${needed}${bases === undefined || bases === 1 ? '' : ` in each of ${bases} measurement bases`}.`,
  ),
  HP161: finding(
    'information',
    (shots: number, needed: number) =>
      `${plural(shots, 'shot')} are more than 4 times the ${needed} that the confidence asked for needs.`,
  ),
  HP162: finding(
    'warning',
    () =>
      'Shot noise makes eigenvalues of the kernel negative, which a support vector machine cannot use. Use `psd: clip`.',
  ),
  HP163: finding(
    'information',
    (circuits: string, rows: number) =>
      `A kernel of ${plural(rows, 'training row')} takes ${circuits} circuits per repeat.`,
  ),
  HP164: finding(
    'warning',
    () =>
      'Finite differences drown in shot noise. Use `gradient: parameter-shift`, or an optimiser without gradients such as spsa.',
  ),
  HP165: finding(
    'warning',
    (qubits: number, layers: number) =>
      `${qubits} qubits with ${plural(layers, 'layer')} from a random start, judged by all qubits at once: gradients vanish (barren plateau). Use fewer layers, local observables, or \`init: zeros\`.`,
  ),
  HP166: finding(
    'warning',
    (method: string, iterations: number, needed: number, reason: string) =>
      `${iterations} iterations of ${method} end before it has a model of the loss: ${reason} at least ${needed}.`,
  ),
  HP167: finding(
    'warning',
    (loss: string, output: string, instead: string) => `The loss ${loss} does not fit ${output}; use ${instead}.`,
  ),
  HP168: finding(
    'warning',
    (penalty: number, swing: number) =>
      `A penalty of ${penalty} is smaller than what one variable can gain, ${swing}: answers that break the constraint win. Use more than ${swing}.`,
  ),
  HP170: finding('warning', (equal: readonly [first: string, second: string] | undefined) =>
    equal
      ? `The seeds of ${equal[0]} and ${equal[1]} are equal, so their random numbers are the same. Leave one out; it is derived from root.`
      : 'The seeds are not written down, so another version of the defaults gives other numbers. State at least `seeds: { root: 1 }`.',
  ),
  HP171: finding('warning', (name: string, open: 'device' | 'version') =>
    open === 'device'
      ? `The device of ${name} is chosen anew at every run, so a benchmark on it cannot be repeated. Name the device.`
      : `The backend ${name} states no \`version\`, so nobody can tell whether a repeated run used the same device and adapter.`,
  ),
  HP172: finding('warning', (age: string, limit: string, name: string, what: 'rule' | 'data' | 'recorded') => {
    switch (what) {
      case 'rule':
        return `A calibration may be ${age} old here, but ${name} calls it too old after ${limit}. Corrections by old data make results worse.`;
      case 'data':
        return `The calibration of ${name} is ${age} old, more than the ${limit} it may be. Devices drift; take a new one.`;
      case 'recorded':
        return `The newest calibration of ${name} that a run has seen is ${age} old, more than the ${limit} it may be, and nothing makes a run look for a newer one. Let it pass over the link with \`skipWhen: { calibrationOlderThan: ${limit} }\`.`;
    }
  }),
  HP173: finding('warning', (problem: string) => problem),
  HP174: finding('information', (factor: string) => factor),
  HP175: finding(
    'warning',
    (lock: string, differences: string, pipeline: string) =>
      `The pipeline is not what ${lock} says: ${differences}. Undo the changes, or accept them with hybridq lock ${pipeline}.`,
  ),
  HP180: finding(
    'error',
    (where: string) =>
      `${where} looks like a credential. Keep it in the editor's secret storage or the environment, and name it under \`credentials\`.`,
  ),
  HP181: finding(
    'error',
    (name: string, where: string) =>
      `The credential ${name} of this backend is not in ${where}. Set it before the run.`,
  ),
  HP182: finding('warning', (names: string, region: { readonly data: string; readonly backend: string } | undefined) =>
    region === undefined
      ? `Values computed from personal data would leave this computer for ${names}. Use a local backend, or data without persons.`
      : `The data are kept in ${region.data}, but ${names} is in ${region.backend}. Choose a device in the region of the data, or make sure that their terms allow it.`,
  ),
  HP183: finding(
    'warning',
    (name: string, file: string) =>
      `Production uses the credential ${name}, as the experiment ${file} does. Give production an account of its own.`,
  ),
  HP190: finding('error', (problem: string) => problem),
  HP191: finding(
    'error',
    (stage: string, skipped: string, _first: string, lacks?: string) =>
      `The rollout is at ${stage}, but nothing shows that ${skipped} was passed${lacks === undefined ? '' : `: ${lacks}`}. Stages cannot be skipped.`,
  ),
  HP192: finding(
    'warning',
    (stage: string, missing: string) => `The stage ${stage} has no ${missing}: nobody ends the experiment.`,
  ),
  HP193: finding('error', (problem: string) => problem),
  HP194: finding('warning', (problem: string) => problem),
  HP195: finding('information', (missing: 'hypothesis' | 'lift') =>
    missing === 'hypothesis'
      ? 'Production without a hypothesis: say what the quantum step is expected to change, so that learning is not taken for value.'
      : 'Production, but no recorded run shows a lift over the baseline that is more than chance. What was learnt is no value in production.',
  ),
  HP196: finding('error', (path: string, problem: string) => `The pipeline ${path} cannot be used: ${problem}`),
  HP197: finding(
    'warning',
    (backend: string, pipeline: string, suggestion: string | undefined) =>
      `The pipeline ${pipeline} has no backend ${backend}, and neither have the settings as far as they are known.${suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`}`,
  ),
  HP198: finding(
    'warning',
    (metric: string, suggestion: string | undefined) =>
      `No run records the metric ${metric}.${suggestion === undefined ? '' : ` Did you mean \`${suggestion}\`?`}`,
  ),
} as const;

export type FindingCode = keyof typeof findings;
export type FindingArguments<Code extends FindingCode> = Parameters<(typeof findings)[Code]['message']>;

/** What is wrong with a link: its backend was tried before, is one of the settings only, or is nowhere, as far as these are known. */
export type ChainProblem = 'repeated' | 'of the settings' | 'unknown' | 'unknown in the file';

/** @param instead a name that is alike, or of a backend of the settings its adapter */
function chainProblem(name: string, problem: ChainProblem, instead: string | undefined): string {
  const missing = `There is no backend ${name} under backends.${instead ? ` Did you mean \`${instead}\`?` : ''}`;
  switch (problem) {
    case 'repeated':
      return `The chain names ${name} twice; a backend that failed is not tried again.`;
    case 'of the settings':
      return `There is no backend ${name} under backends, only in the settings. Name it under backends as well, as \`${name}: { adapter: ${instead} }\`: the settings then give its address and credential.`;
    case 'unknown in the file':
      return `${missing} A backend of the settings has to be named there as well, with its adapter: they then give its address and credential.`;
    case 'unknown':
      return missing;
  }
}
