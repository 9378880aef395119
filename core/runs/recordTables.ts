import { jobPhaseIds } from './jobPhaseIds.ts';
import type { ContenderResult, RecordedJob, RunRecord } from './runRecord.ts';

/** A part of a record as a table of texts; the first row says what the columns are. */
export interface RecordTable {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * What a record says of how its result came about, for `runs show` and reports: the plan beside what was used, by whom backends were reached, circuits,
 * how they were fitted to the device, answers to problems, jobs, calibrations, misread bits, time by step. Tables without rows are left out.
 */
export function recordTables(record: RunRecord): RecordTable[] {
  const { contenders = [] } = record.result ?? {};
  return [
    planTable(record),
    backendTable(record),
    accountTable(record),
    circuitTable(contenders),
    fittingTable(record),
    answerTable(contenders),
    parameterTable(contenders),
    jobTable(record),
    calibrationTable(record),
    readoutTable(record),
    stepTable(record),
  ].filter(({ rows }) => rows.length > 0);
}

function planTable({ estimate = [], result }: RunRecord): RecordTable {
  const columns = ['', 'circuits', 'shots', 'jobs', 'time', 'cost', 'how the cost was planned'];
  const planned = estimate.map(({ arithmetic, asOf, backend, circuits, cost, jobs, shots, source, time }) => [
    `planned on ${backend}, at most`,
    String(circuits),
    String(shots),
    String(jobs),
    time === undefined ? '–' : secondsText(time),
    cost === undefined ? '?' : moneyText(cost),
    asOf === undefined || source === undefined ? arithmetic : `${arithmetic}; price of ${asOf}, from ${source}`,
  ]);
  const { quantum } = result ?? {};
  if (planned.length === 0 || quantum === undefined) return { title: 'Plan and use', columns, rows: planned };
  const { backend, circuits, cost, executionTime, jobs, queueTime, shots } = quantum;
  const waiting = queueTime > 0 ? ` and ${secondsText(queueTime)} waiting` : '';
  const used = [
    `used, last on ${backend}`,
    String(circuits),
    String(shots),
    String(jobs),
    secondsText(executionTime) + waiting,
    moneyText(cost),
    '',
  ];
  return { title: 'Plan and use', columns, rows: [...planned, used] };
}

/** Only where the run went over several: of one the plan tells enough. */
function backendTable({ result }: RunRecord): RecordTable {
  const { backends = [] } = result?.quantum ?? {};
  return {
    title: 'Use by backend',
    columns: ['backend', 'kind', 'circuits', 'shots', 'jobs', 'ran', 'waited', 'cost'],
    rows:
      backends.length < 2
        ? []
        : backends.map(({ backend, circuits, cost, executionTime, jobs, kind, queueTime, shots }) => [
            backend,
            kind,
            ...[circuits, shots, jobs].map(String),
            secondsText(executionTime),
            secondsText(queueTime),
            moneyText(cost),
          ]),
  };
}

function circuitTable(contenders: readonly ContenderResult[]): RecordTable {
  return {
    title: 'Circuits',
    columns: ['contender', 'qubits', 'parameters', 'depth', 'gates', 'on two qubits', 'by name'],
    rows: contenders.flatMap(({ circuit, id }) =>
      circuit === undefined
        ? []
        : [
            [
              id,
              ...[circuit.qubits, circuit.parameters, circuit.depth, circuit.gates, circuit.twoQubitGates].map(String),
              Object.entries(circuit.gateCounts ?? {})
                .map(([name, count]) => `${count} ${name}`)
                .join(', '),
            ],
          ],
    ),
  };
}

/** More qubits than these are only in the JSON of the record. */
const mostQubits = 32;

/** The circuit before and after it was fitted to the devices it ran on, the one it last ran on with how. */
function fittingTable({ result }: RunRecord): RecordTable {
  const { quantum } = result ?? {};
  const columns = ['', 'qubits', 'depth', 'gates', 'on two qubits', 'swaps', 'estimated fidelity', 'how'];
  const title = 'Fitted to the device';
  if (quantum?.compiled === undefined) return { title, columns, rows: [] };
  const { compiled, transpiler } = quantum;
  const sizes = ({ depth, gates, qubits, twoQubitGates }: typeof compiled) =>
    [qubits, depth, gates, twoQubitGates].map(String);
  const { basis = [], fidelity, initialLayout = [], level, seed, swaps, target, version } = transpiler ?? {};
  const shown = initialLayout.slice(0, mostQubits).join(' ');
  const more = initialLayout.length > mostQubits ? ` … and ${initialLayout.length - mostQubits} more` : '';
  const how = [
    ...(level === undefined ? [] : [`level ${level}, seed ${seed}${version === undefined ? '' : ` by ${version}`}`]),
    ...(basis.length === 0 ? [] : [basis.join(' ')]),
    ...(shown === '' ? [] : [`on qubits ${shown}${more}`]),
    ...(target === undefined ? [] : [`target ${target.slice(0, 12)}`]),
  ].join('; ');
  return {
    title,
    columns,
    rows: [
      ['as written', ...sizes(quantum), '', '', ''],
      ...(quantum.backends ?? []).flatMap((used) =>
        used.compiled === undefined || used.backend === quantum.backend
          ? []
          : [[`on ${used.backend} (${used.kind})`, ...sizes(used.compiled), '', '', '']],
      ),
      [
        `on ${quantum.backend} (${quantum.kind})`,
        ...sizes(compiled),
        swaps === undefined ? '–' : String(swaps),
        fidelity === undefined ? '–' : fidelity.toPrecision(4),
        how,
      ],
    ],
  };
}

function accountTable({ accounts = {} }: RunRecord): RecordTable {
  return {
    title: 'Accounts',
    columns: ['backend', 'credential', 'profile'],
    rows: Object.entries(accounts).map(([backend, { credential, profile }]) => [
      backend,
      credential ?? "the provider's own sign-in",
      profile ?? '–',
    ]),
  };
}

function answerTable(contenders: readonly ContenderResult[]): RecordTable {
  return {
    title: 'Answers',
    columns: ['contender', 'repeat', 'value', 'assignment'],
    rows: contenders.flatMap(({ answers = [], id }) =>
      answers.map(({ bits = '', repeat, value }) => [
        id,
        String(repeat + 1),
        String(Number(value.toPrecision(10))),
        bits,
      ]),
    ),
  };
}

/** More parameters than these are only in the JSON of the record. */
const mostParameters = 16;

function parameterTable(contenders: readonly ContenderResult[]): RecordTable {
  return {
    title: 'Trained parameters',
    columns: ['contender', 'repeat', 'parameters'],
    rows: contenders.flatMap(({ id, parameters = [] }) =>
      parameters.map((values, repeat) => {
        const shown = values.slice(0, mostParameters).map((value) => value.toFixed(4));
        const more = values.length - shown.length;
        return [id, String(repeat + 1), `${shown.join(' ')}${more > 0 ? ` … and ${more} more` : ''}`];
      }),
    ),
  };
}

function jobTable({ jobs = [] }: RunRecord): RecordTable {
  return {
    title: 'Jobs',
    columns: ['backend', 'id at the provider', 'state', 'submitted', 'circuits × shots', 'time', 'cost', 'calibration'],
    rows: jobs.map((job) => {
      const { backend, calibration, cost, handle, phases = {}, state, submittedAt } = job;
      return [
        backend,
        handle ?? '–',
        state,
        isoTime(submittedAt),
        askedOf(job),
        jobPhaseIds
          .flatMap((phase) => (phases[phase] === undefined ? [] : [`${phase} ${secondsText(phases[phase])}`]))
          .join(', ') || '–',
        cost === undefined ? '–' : moneyText(cost),
        calibration?.slice(0, 16) ?? '–',
      ];
    }),
  };
}

/** `3 × 100 (estimator, {"resilience_level":2})`. */
function askedOf({ circuits, options, primitive, shots }: RecordedJob): string {
  if (circuits === undefined || shots === undefined) return '–';
  const how = [
    ...(primitive === undefined ? [] : [primitive]),
    ...(options === undefined ? [] : [JSON.stringify(options)]),
  ];
  return `${circuits} × ${shots}${how.length === 0 ? '' : ` (${how.join(', ')})`}`;
}

function calibrationTable({ result }: RunRecord): RecordTable {
  return {
    title: 'Calibrations of devices',
    columns: ['backend', 'taken', 'SHA-256'],
    rows: (result?.quantum?.calibration ?? []).map(({ backend, sha256, time }) => [backend, isoTime(time), sha256]),
  };
}

function readoutTable({ result }: RunRecord): RecordTable {
  return {
    title: 'Misread bits that were corrected',
    columns: ['backend', 'measured', 'method', 'deviations grow by at most', 'P(read 0 | 1), P(read 1 | 0) by qubit'],
    rows: (result?.readout ?? []).map(({ backend, method, oneNorm, qubits = [], time }) => [
      backend,
      isoTime(time),
      method,
      oneNorm.toFixed(3),
      qubits.map(({ p01, p10 }) => `${p01.toFixed(4)}, ${p10.toFixed(4)}`).join('; ') || 'in the JSON of the record',
    ]),
  };
}

/** Repeats of a step are added up, and so is what their time was spent on. */
function stepTable({ result }: RunRecord): RecordTable {
  const sums = new Map<string, { duration: number; times: number; parts: Map<string, number> }>();
  for (const { duration, id, parts = [] } of result?.steps ?? []) {
    const sum = sums.get(id) ?? { duration: 0, times: 0, parts: new Map<string, number>() };
    for (const part of parts) sum.parts.set(part.id, (sum.parts.get(part.id) ?? 0) + part.duration);
    sums.set(id, { ...sum, duration: sum.duration + duration, times: sum.times + 1 });
  }
  return {
    title: 'Time by step',
    columns: ['step', 'times', 'seconds in all', 'of which'],
    rows: [...sums].map(([id, { duration, parts, times }]) => [
      id,
      String(times),
      (duration / 1000).toFixed(3),
      [...parts].map(([part, time]) => `${part} ${(time / 1000).toFixed(3)}`).join(', '),
    ]),
  };
}

function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

function moneyText({ amount, currency }: { readonly amount: number; readonly currency: string }): string {
  return amount === 0 ? '0' : `${amount.toFixed(2)} ${currency}`;
}

function isoTime(time: number): string {
  return new Date(time).toISOString();
}
