import { nodeAt, type SourceNode, type SourcePath } from '#core/base/yaml/sourceNode.ts';
import { yamlText } from '#core/base/yaml/yamlText.ts';
import { machineAdapters } from '#core/pipeline/schema/machineAdapters.ts';
import { problemMetrics, solvesProblem } from '#core/pipeline/schema/options.ts';
import { metricMeaning, metricPaths } from '#core/pipeline/schema/recordedMetrics.ts';
import { metricsOf } from '#core/pipeline/schema/taskKind.ts';
import { namesSecret } from '#core/pipeline/source/secrecy.ts';
import type { ConfiguredBackend } from '../editorSurroundings.ts';
import type { FolderEntry } from '../languageService.ts';
import type { CircuitName } from './circuitNames.ts';
import { pipelineFormat } from './fileFormat.ts';
import { fileProposals } from './fileProposals.ts';
import { type KnownProposals, type Proposal, proposalKinds } from './proposals.ts';
import { schemaOfPath } from './schemaOfPath.ts';

/** What other files and the editor know of a pipeline. */
export interface PipelineSurroundings {
  files(folder: string): Promise<readonly FolderEntry[]>;
  columns(): Promise<readonly string[]>;
  /** The values of a column of the table. */
  values(column: string): Promise<readonly (string | number)[]>;
  /** What a circuit file declares. */
  declared(file: string): Promise<readonly CircuitName[]>;
  /** SHA-256 of a file; undefined when it cannot be read. */
  digest(file: string): Promise<string | undefined>;
  configuredBackends(): Promise<readonly ConfiguredBackend[]>;
  credentialNames(): Promise<readonly string[]>;
  environmentNames(): readonly string[];
}

/** The proposals at the places of a pipeline that only its surroundings know. */
export function pipelineProposals(root: SourceNode | undefined, surroundings: PipelineSurroundings): KnownProposals {
  return {
    async values({ path, quoted }, written) {
      if (pipelineFormat.namesFile(path)) return fileProposals(written, surroundings.files, filesFor(path));
      if (namesColumn(path)) return columnProposals(await surroundings.columns(), quoted);
      for (const propose of places) {
        const proposals = await propose(path, root, surroundings);
        if (proposals) return proposals;
      }
      return undefined;
    },
    async keys(path, siblings) {
      if (path.length === 1 && path[0] === 'backends')
        return [...(await surroundings.configuredBackends()).map(backendProposal), ...embeddedBackends].filter(
          ({ label }) => !siblings.includes(label),
        );
      return path.at(-1) === 'grid' ? optionProposals(root, path, siblings) : [];
    },
  };
}

/** Proposals for a place that the function knows; undefined for others. */
type PlaceProposals = (
  path: SourcePath,
  root: SourceNode | undefined,
  surroundings: PipelineSurroundings,
) => Promise<readonly Proposal[] | undefined>;

const places: readonly PlaceProposals[] = [
  async (path, root) => (path.at(-1) === 'backend' ? backendNames(root) : undefined),
  backendValues,
  credentialNames,
  circuitParts,
  classNames,
  metricNames,
  ownerNames,
  async ([first, second], root, { digest }) => {
    const file = first === 'data' && second === 'sha256' ? textAt(root, ['data', 'source', 'path']) : undefined;
    const sha256 = file === undefined ? undefined : await digest(file);
    if (sha256 === undefined) return undefined;
    return [{ label: sha256, kind: proposalKinds.value, insert: `"${sha256}"`, detail: `digest of ${file}` }];
  },
];

/** Which files are of use at a path. */
function filesFor([first, , key]: SourcePath): (name: string) => boolean {
  if (first === 'quantum') return (name) => /\.(qasm|qasm2|qasm3|inc)$/i.test(name);
  if (first === 'data' && key !== 'indices') return (name) => /\.(csv|jsonl?|ndjson|np[yz]|parquet)$/i.test(name);
  if (first === 'data' || first === 'interface') return (name) => /\.json$/i.test(name);
  if (first === 'problem') return (name) => /\.csv$/i.test(name);
  return () => true;
}

function namesColumn([first, second, third, fourth]: SourcePath): boolean {
  if (first === 'data')
    return second === 'target' || second === 'features' || (second === 'split' && third === 'group');
  return first === 'preprocess' && third === 'with' && fourth === 'columns';
}

function columnProposals(columns: readonly string[], quoted: boolean): Proposal[] {
  return columns.map((column) => ({
    label: column,
    kind: proposalKinds.field,
    insert: quoted ? column : yamlText(column),
    detail: 'column of the table',
  }));
}

function backendNames(root: SourceNode | undefined): Proposal[] {
  const backends = nodeAt(root, ['backends']);
  const names = backends?.kind === 'mapping' ? backends.entries.map(({ key }) => key) : ['local'];
  const own = names.map((name): Proposal => {
    const adapter = textAt(root, ['backends', name, 'adapter']) ?? 'builtin-simulator';
    return { label: name, kind: proposalKinds.reference, detail: `backend · ${adapter}` };
  });
  const documentation = 'The strongest baseline instead of a circuit.';
  return [...own, { label: 'classical', kind: proposalKinds.reference, detail: 'no backend', documentation }];
}

/** Adapters of this version, with what they reach. */
const adapters = {
  'builtin-simulator': 'The simulator that comes with the product: exact, with shots, or with a model of noise.',
  'qiskit-aer': 'Simulators of the Python package qiskit-aer on this machine.',
  cirq: 'Simulators of the Python package cirq-core on this machine.',
  pennylane: 'Simulators of the Python package pennylane on this machine.',
  'braket-local': 'Simulators of the Python package amazon-braket-sdk on this machine.',
  ionq: 'The cloud of IonQ: its simulator, emulators and devices.',
} as const;

const noiseModels = {
  superconducting: 'Typical transmon qubits.',
  'trapped-ion': 'Typical trapped ions.',
  depolarising: 'The same depolarising noise after every gate.',
} as const;

/** Adapters and devices; models of noise, built in or in files. */
async function backendValues(
  [first, name, key, inner]: SourcePath,
  root: SourceNode | undefined,
  surroundings: PipelineSurroundings,
): Promise<readonly Proposal[] | undefined> {
  if (first !== 'backends') return undefined;
  if (key === 'adapter') return described(adapters);
  if (key === 'device') {
    const adapter = textAt(root, ['backends', String(name), 'adapter']);
    const devices = (await surroundings.configuredBackends()).flatMap((backend) =>
      backend.device !== undefined && (adapter === undefined || backend.adapter === adapter) ? [backend.device] : [],
    );
    const proposal = (detail: string) => (label: string) => ({ label, kind: proposalKinds.value, detail });
    const known = machineAdapters.get(adapter ?? '') ?? [];
    return [
      ...[...new Set(devices)].filter((device) => !known.includes(device)).map(proposal('device of the settings')),
      ...known.map(proposal('on this machine')),
    ];
  }
  if (key !== 'noise' || inner !== 'from') return undefined;
  const files = await fileProposals('', surroundings.files, (file) => /\.(ya?ml|json)$/i.test(file));
  return [...described(noiseModels), ...files];
}

function described(choices: Readonly<Record<string, string>>): Proposal[] {
  return Object.entries(choices).map(([label, documentation]) => ({
    label,
    kind: proposalKinds.enumMember,
    documentation,
  }));
}

/** Credentials by the names under which they are kept. */
async function credentialNames(
  path: SourcePath,
  _root: SourceNode | undefined,
  surroundings: PipelineSurroundings,
): Promise<readonly Proposal[] | undefined> {
  if (path.at(-2) !== 'credentials') return undefined;
  const named = (names: readonly string[], detail: string): Proposal[] =>
    [...new Set(names)].map((label) => ({ label, kind: proposalKinds.reference, detail }));
  switch (path.at(-1)) {
    case 'secret': {
      const configured = (await surroundings.configuredBackends()).flatMap(({ credential }) => credential ?? []);
      return named([...(await surroundings.credentialNames()), ...configured], 'credential of the editor');
    }
    case 'env':
      return named(surroundings.environmentNames().filter(namesSecret), 'environment variable');
    default:
      return undefined;
  }
}

/** Gates and subroutines of the circuit file, its registers, and observables of single qubits. */
async function circuitParts(
  path: SourcePath,
  root: SourceNode | undefined,
  { declared }: PipelineSurroundings,
): Promise<readonly Proposal[] | undefined> {
  const [first, second, third] = path;
  if (third === 'observables') {
    const qubits = Number(scalarAt(root, ['quantum', 'qubits']) ?? 0);
    return Array.from({ length: Math.min(Math.max(0, qubits), 20) }, (_, qubit) => ({
      label: `Z${qubit}`,
      kind: proposalKinds.value,
      detail: `Z of qubit ${qubit}`,
    }));
  }
  if (first !== 'quantum') return undefined;
  const wanted = second === 'circuit' && third === 'entry' ? 'entry' : third === 'register' ? 'register' : undefined;
  if (wanted === undefined) return undefined;
  const file = textAt(root, ['quantum', 'circuit', 'file']) ?? textAt(root, ['quantum', 'ansatz', 'file']);
  const names = file === undefined ? [] : await declared(file);
  return names
    .filter(({ what }) => (what === 'register') === (wanted === 'register'))
    .map(({ name, what }) => ({ label: name, kind: proposalKinds.reference, detail: what }));
}

async function classNames(
  [first, second]: SourcePath,
  root: SourceNode | undefined,
  { values }: PipelineSurroundings,
): Promise<readonly Proposal[] | undefined> {
  if (first !== 'data' || (second !== 'classes' && second !== 'positive')) return undefined;
  const target = textAt(root, ['data', 'target']);
  const classes = target === undefined ? [] : await values(target);
  return classes.map((name) => ({
    label: String(name),
    kind: proposalKinds.value,
    insert: typeof name === 'number' ? String(name) : yamlText(name),
    detail: `value of ${target}`,
  }));
}

/** Metrics of the comparison, and those of recorded runs where criteria and measures name them. */
async function metricNames(path: SourcePath, root: SourceNode | undefined): Promise<readonly Proposal[] | undefined> {
  const key = path.at(-1);
  const [first, second] = path;
  if (first === 'benchmark' && second === 'metrics' && key === 'name')
    return metricsOfTask(root).map((label) => ({ label, kind: proposalKinds.value }));
  if (first === 'rollout' && key === 'metric') return recordedMetricProposals(measuredIn(root), '');
  if (first === 'scorecard' && key === 'source') return sourceProposals(measuredIn(root));
  return undefined;
}

function metricsOfTask(root: SourceNode | undefined): readonly string[] {
  const task = textAt(root, ['task']) ?? 'classification';
  if (solvesProblem(task)) return problemMetrics[task];
  return metricsOf(task === 'regression' || task === 'ranking' ? 'numbers' : 'classes');
}

/** The metrics a pipeline measures as it is written, or those of its task. */
function measuredIn(root: SourceNode | undefined): readonly string[] {
  const metrics = nodeAt(root, ['benchmark', 'metrics']);
  const named = (metrics?.kind === 'list' ? metrics.items : []).flatMap((item) => textAt(item, ['name']) ?? []);
  return named.length > 0 ? named : metricsOfTask(root);
}

/** Where the value of a measure comes from. */
export function sourceProposals(measured: readonly string[]): Proposal[] {
  const manual = { label: 'manual', kind: proposalKinds.value, documentation: 'A value that a person enters.' };
  return [manual, ...recordedMetricProposals(measured, 'run:')];
}

function recordedMetricProposals(measured: readonly string[], prefix: string): Proposal[] {
  return metricPaths(measured).map((path) => {
    const documentation = metricMeaning(path, measured);
    return {
      label: `${prefix}${path}`,
      kind: proposalKinds.value,

      ...(documentation === undefined ? {} : { documentation }),
    };
  });
}

/** People and teams are those of `owners`. */
async function ownerNames(path: SourcePath, root: SourceNode | undefined): Promise<readonly Proposal[] | undefined> {
  const asked =
    path.includes('approvers') ||
    (path[0] === 'scorecard' && (path.includes('reviewers') || path.at(-1) === 'owner' || path.at(-1) === 'by'));
  if (!asked) return undefined;
  const owners = nodeAt(root, ['owners']);
  const names = (owners?.kind === 'mapping' ? owners.entries : []).flatMap(({ key, value }) =>
    value.kind === 'scalar' && value.value !== null ? [{ name: String(value.value), role: key }] : [],
  );
  return names.map(({ name, role }) => ({ label: name, kind: proposalKinds.value, detail: `owner · ${role}` }));
}

/** A whole block that reaches a backend of the settings. */
function backendProposal({ adapter, credential, device, name }: ConfiguredBackend): Proposal {
  const parts = [
    `adapter: ${yamlText(adapter)}`,
    ...(device === undefined ? [] : [`device: ${yamlText(device)}`]),
    ...(credential === undefined ? [] : [`credentials: { secret: ${yamlText(credential)} }`]),
  ];
  return {
    label: name,
    kind: proposalKinds.reference,
    insert: `${yamlText(name)}: { ${parts.join(', ')} }`,
    detail: 'backend of the settings',
  };
}

/** What every installation has. */
const embeddedBackends: readonly Proposal[] = [
  {
    label: 'local',
    kind: proposalKinds.reference,
    insert: 'local: { adapter: builtin-simulator }',
    detail: 'embedded simulator, exact',
  },
  {
    label: 'sampled',
    kind: proposalKinds.reference,
    insert: 'sampled: { adapter: builtin-simulator, shots: 1000 }',
    detail: 'embedded simulator, with shots',
  },
  {
    label: 'noisy',
    kind: proposalKinds.reference,
    insert: 'noisy: { adapter: builtin-simulator, shots: 1000, noise: { from: superconducting } }',
    detail: 'embedded simulator, with shots and noise',
  },
];

/** The options of a model that can be tuned. */
function optionProposals(root: SourceNode | undefined, path: SourcePath, siblings: readonly string[]): Proposal[] {
  const options = schemaOfPath(root, [...path.slice(0, -2), 'with']);
  return Object.entries(options?.properties ?? {})
    .filter(([key]) => !siblings.includes(key))
    .map(([key, part]) => ({
      label: key,
      kind: proposalKinds.property,
      insert: `${key}: [`,
      ...(part.description === undefined ? {} : { documentation: part.description }),
    }));
}

function scalarAt(root: SourceNode | undefined, path: SourcePath): string | number | boolean | undefined {
  const node = nodeAt(root, path);
  return node?.kind === 'scalar' && node.value !== null ? node.value : undefined;
}

function textAt(root: SourceNode | undefined, path: SourcePath): string | undefined {
  const value = scalarAt(root, path);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
