import { countText, durationText } from '#core/base/shownValues.ts';
import type { SimulationReport } from '#core/protocol/simulationReport.ts';
import { type TextColumn, textTable } from './textTable.ts';

/** Rows of a table before the rest is only counted. */
const mostRows = 64;

/** Longer bit strings are shown by their ends. */
const longestBits = 64;

/** Characters of each end. */
const endOfBits = 20;

/** Characters of the bar of a certain outcome. */
const barLength = 24;

/** The report of a simulation for people, as lines. */
export function simulationText(report: SimulationReport): string[] {
  return [
    headLine(report),
    report.why,
    ...truncationText(report),
    ...(Object.keys(report.counts).length > 0 || report.probabilities ? outcomeTable(report) : []),
    ...memoryText(report),
    ...(report.marginals ?? []).flatMap(({ of, probabilities, standardErrors }) =>
      section(
        `probabilities of ${of.join(', ')}`,
        [
          { title: 'outcome' },
          number('probability'),
          ...(standardErrors ? [number('standard error')] : []),
          { title: '' },
        ],
        mostLikely(Object.entries(probabilities)).map(([bits, probability]) => [
          shortBits(bits),
          probability.toFixed(6),
          ...(standardErrors ? [decimal(standardErrors[bits] ?? 0)] : []),
          bar(probability),
        ]),
        'outcome',
      ),
    ),
    ...expectationText(report),
    ...amplitudeText(report),
    ...blochText(report),
    ...densityText(report),
    ...momentText(report),
    ...(report.fidelity === undefined ? [] : ['', `fidelity with the other circuit ${decimal(report.fidelity)}`]),
    ...detectionText(report),
  ];
}

function headLine(report: SimulationReport): string {
  const { depth, gates, layout, method, noise, precision, qubits, samplingError = 0, seed, shots, timing } = report;
  const total = timing.parse + timing.lower + timing.plan + timing.simulate + timing.sample;
  const how = [
    method,
    ...(precision === 'single' ? ['single precision'] : []),
    ...(noise ? [`noise of ${noise}${layout ? ` on its qubits ${layout.join(', ')}` : ''}`] : []),
  ];
  const error = samplingError > 0 ? ` (±${(100 * samplingError).toPrecision(2)} %)` : '';
  const run = shots > 0 ? `${countText(shots, 'shot')}, seed ${seed}${error}` : 'no shots';
  return `${countText(qubits, 'qubit')}, ${countText(gates, 'gate')}, depth ${depth} · ${how.join(', ')} · ${run} · ${durationText(total)}`;
}

function truncationText({ truncation }: SimulationReport): string[] {
  if (truncation === undefined) return [];
  const { bondLimit, largestBond, truncationError } = truncation;
  const lost = truncationError === 0 ? 'nothing was cut off' : `truncation error ${truncationError.toExponential(1)}`;
  return [`The bond dimension reached ${largestBond} of at most ${bondLimit}; ${lost}.`];
}

type Outcome = NonNullable<SimulationReport['outcomes']>[number];

function outcomeTable(report: SimulationReport): string[] {
  const { probabilityErrors, shots } = report;
  const outcomes = report.outcomes ?? bitOutcomes(report);
  const hasBits = report.outcomes === undefined || outcomes.some(({ bits }) => bits !== '');
  const names = Object.keys(outcomes[0]?.values ?? {});
  const hasProbabilities = report.probabilities !== undefined;
  const shown = shownOutcomes(outcomes);
  const rows = shown.map(({ bits, count, probability = 0, values }) => [
    ...(hasBits ? [shortBits(bits)] : []),
    ...names.map((name) => outputText(values[name])),
    ...(shots > 0 ? [String(count), `${((100 * count) / shots).toFixed(2)} %`] : []),
    ...(hasProbabilities ? [probability.toFixed(6)] : []),
    ...(probabilityErrors ? [decimal(probabilityErrors[bits] ?? 0)] : []),
    bar(shots > 0 ? count / shots : probability),
  ]);
  const columns = [
    ...(hasBits ? [{ title: 'outcome' }] : []),
    ...names.map((title) => ({ title })),
    ...(shots > 0 ? [number('count'), number('share')] : []),
    ...(hasProbabilities ? [number('probability')] : []),
    ...(probabilityErrors ? [number('standard error')] : []),
    { title: '' },
  ];
  const isShortened = shown.some(({ bits }) => bits.length > longestBits);
  return [
    ...textTable(columns, rows),
    ...rest(outcomes.length - shown.length, 'outcome'),
    ...(isShortened ? [`Outcomes are shown by their first and last ${endOfBits} bits; --format json has all.`] : []),
  ];
}

function shortBits(bits: string): string {
  return bits.length <= longestBits ? bits : `${bits.slice(0, endOfBits)}…${bits.slice(-endOfBits)}`;
}

/** All in order of the bits, or the most frequent ones where they are many. */
function shownOutcomes(outcomes: readonly Outcome[]): readonly Outcome[] {
  if (outcomes.length <= mostRows) return outcomes;
  const weight = ({ count, probability = 0 }: Outcome) => count + probability;
  return outcomes.toSorted((left, right) => weight(right) - weight(left)).slice(0, mostRows);
}

function bitOutcomes({ counts, probabilities }: SimulationReport): Outcome[] {
  const strings = new Set([...Object.keys(counts), ...Object.keys(probabilities ?? {})]);
  return [...strings].sort().map((bits) => {
    const probability = probabilities?.[bits];
    return { bits, values: {}, count: counts[bits] ?? 0, ...(probability !== undefined && { probability }) };
  });
}

function outputText(value: Outcome['values'][string] | undefined): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(8))) : (JSON.stringify(value) ?? '');
}

function memoryText({ memory }: SimulationReport): string[] {
  if (memory === undefined) return [];
  const shown = memory.slice(0, mostRows);
  return ['', 'shots in order', ...shown.map(shortBits), ...rest(memory.length - shown.length, 'shot')];
}

function expectationText({ expectations = [] }: SimulationReport): string[] {
  if (expectations.length === 0) return [];
  const hasVariance = expectations.some(({ variance }) => variance !== undefined);
  const hasError = expectations.some(({ standardError }) => standardError !== undefined);
  return section(
    'expectation values',
    [
      { title: 'observable' },
      number('value'),
      ...(hasError ? [number('standard error')] : []),
      ...(hasVariance ? [number('variance')] : []),
    ],
    expectations.map(({ observable, standardError, value, variance }) => [
      observable.length <= 60 ? observable : `${observable.slice(0, 57)}…`,
      decimal(value),
      ...(hasError ? [standardError === undefined ? '' : decimal(standardError)] : []),
      ...(hasVariance ? [variance === undefined ? '' : decimal(variance)] : []),
    ]),
    'observable',
  );
}

function amplitudeText({ amplitudes, amplitudesOf, qubits }: SimulationReport): string[] {
  const columns = [{ title: 'state' }, number('re'), number('im'), number('probability')];
  const row = (state: string, [re, im]: readonly [number, number]) => [
    state,
    decimal(re),
    decimal(im),
    (re * re + im * im).toFixed(6),
  ];
  return [
    ...(amplitudes === undefined
      ? []
      : section(
          'amplitudes',
          columns,
          amplitudes.map((amplitude, index) => row(index.toString(2).padStart(qubits, '0'), amplitude)),
          'amplitude',
        )),
    ...(amplitudesOf === undefined
      ? []
      : section(
          'amplitudes',
          columns,
          amplitudesOf.map(({ amplitude, state }) => row(state, amplitude)),
          'amplitude',
        )),
  ];
}

function blochText({ bloch }: SimulationReport): string[] {
  if (bloch === undefined) return [];
  return section(
    'Bloch vectors',
    [{ title: 'qubit' }, number('x'), number('y'), number('z'), number('length')],
    bloch.map(({ qubit, vector }) => [qubit, ...vector.map(decimal), decimal(Math.hypot(...vector))]),
    'qubit',
  );
}

function momentText({ moments }: SimulationReport): string[] {
  if (moments === undefined) return [];
  const rows = moments.flatMap(({ bloch, moment, readings }) =>
    bloch.map(({ qubit, vector }, index) => [
      index === 0 ? String(moment) : '',
      qubit,
      ...vector.map(decimal),
      readings
        .filter((reading) => reading.qubit === qubit)
        .map(({ probability, value }) => `${value} (${(100 * probability).toFixed(2)} %)`)
        .join(', '),
    ]),
  );
  return section(
    'one shot, moment by moment',
    [number('after'), { title: 'qubit' }, number('x'), number('y'), number('z'), { title: 'read' }],
    rows,
    'row',
  );
}

function densityText({ densityMatrices = [] }: SimulationReport): string[] {
  return densityMatrices.flatMap(({ entropy, matrix, purity, qubits }) => {
    const bits = (index: number) => index.toString(2).padStart(qubits.length, '0');
    // The first qubit named is bit 0 of an index, the rightmost one.
    const title = `density matrix of ${qubits.toReversed().join(' ')} · purity ${decimal(purity)}, entropy ${decimal(entropy)} bits`;
    const columns = [{ title: '' }, ...matrix.slice(0, 16).map((_, index) => number(bits(index)))];
    const rows = matrix.map((row, index) => [bits(index), ...row.slice(0, 16).map(complexText)]).slice(0, 16);
    const more = matrix.length > 16 ? ['… larger than shown; --format json has all of it'] : [];
    return ['', title, ...textTable(columns, rows), ...more];
  });
}

function detectionText({ detection, shots }: SimulationReport): string[] {
  if (detection === undefined) return [];
  const { detectors, observables, shotsWithEvents } = detection;
  const share = (count: number) => `${((100 * count) / Math.max(1, shots)).toFixed(2)} %`;
  const fired = detectors.reduce((sum, count) => sum + count, 0) / Math.max(1, detectors.length);
  return [
    '',
    `${countText(detectors.length, 'detector')} · fired in ${share(fired)} of all shots on average · some in ${share(shotsWithEvents)}`,
    ...textTable(
      [{ title: 'observable' }, number('flipped'), number('share')],
      observables.map((count, index) => [String(index), String(count), share(count)]).slice(0, mostRows),
    ),
    ...rest(observables.length - mostRows, 'observable'),
  ];
}

/** A table under a title, with the rows that fit. */
function section(
  title: string,
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  what: string,
): string[] {
  return ['', title, ...textTable(columns, rows.slice(0, mostRows)), ...rest(rows.length - mostRows, what)];
}

function mostLikely(entries: readonly (readonly [string, number])[]): readonly (readonly [string, number])[] {
  return entries.length <= mostRows ? entries : entries.toSorted(([, left], [, right]) => right - left);
}

function rest(count: number, what: string): string[] {
  return count > 0 ? [`… and ${countText(count, `${what}`)} more; --format json lists all`] : [];
}

function number(title: string): TextColumn {
  return { title, align: 'right' };
}

function bar(share: number): string {
  return '█'.repeat(Math.round(share * barLength));
}

/** Six decimals, without a sign before zero. */
function decimal(value: number): string {
  const text = value.toFixed(6);
  return /^-0\.0*$/.test(text) ? text.slice(1) : text;
}

function complexText([re, im]: readonly [number, number]): string {
  const imaginary = decimal(im);
  if (Number(imaginary) === 0) return decimal(re);
  return `${decimal(re)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}i`;
}
