import { Failure } from '#core/base/failure.ts';
import { type ConfiguredBackend, configuredBackendSchema } from '#core/protocol/configuredBackend.ts';

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** A text in the language of the editor, its `{0}`, `{1}` … replaced. */
export type Translate = (text: string, ...values: string[]) => string;

/** How somebody is asked; every question rejects with a Failure `cancelled` when they back out. */
export interface BackendDialog {
  choose(title: string, prompt: string, choices: readonly Choice[]): Promise<string>;
  /** @param problem why a text will not do; undefined when it will */
  type(title: string, prompt: string, proposed: string, problem: (text: string) => string | undefined): Promise<string>;
  /** The name of a credential that there is, or that is added now. */
  credential(title: string, proposed: string): Promise<string>;
  /** The devices that a provider lists; undefined when it cannot be asked, of which the dialog tells. */
  devices(provider: string, configured: ConfiguredBackend): Promise<readonly Choice[] | undefined>;
}

interface Field {
  readonly name: string;
  readonly prompt: string;
  readonly proposed: string;
  readonly isOptional?: boolean;
}

interface Provider {
  readonly adapter: ConfiguredBackend['adapter'];
  readonly title: string;
  readonly description: string;
  /** A package of this machine, which has a usual device. */
  readonly isLocal?: boolean;
  /** What it is told besides device and credential. */
  readonly fields: readonly Field[];
  readonly credential: 'needed' | 'none' | { readonly without: string };
  /** Offered when the provider cannot be asked. */
  readonly devices: readonly string[];
}

/** The providers of backends, with what each of them has to be told. */
function providersIn(t: Translate): readonly Provider[] {
  return [
    {
      adapter: 'ionq',
      title: 'IonQ',
      description: t('trapped ions and a free simulator, with an API key'),
      fields: [],
      credential: 'needed',
      devices: ['simulator', 'qpu.forte-1', 'qpu.forte-enterprise-1'],
    },
    {
      adapter: 'ibm',
      title: 'IBM Quantum',
      description: t('superconducting qubits, with an API key and an instance'),
      fields: [
        { name: 'instance', prompt: t('The cloud resource name of the instance: crn:v1:bluemix:…'), proposed: '' },
      ],
      credential: 'needed',
      devices: [],
    },
    {
      adapter: 'braket',
      title: 'Amazon Braket',
      description: t('devices of several vendors and managed simulators, with an AWS account'),
      fields: [
        { name: 'region', prompt: t('The AWS region'), proposed: 'us-east-1' },
        { name: 'results', prompt: t('Where results are written: s3://bucket/prefix'), proposed: 's3://' },
        {
          name: 'profile',
          prompt: t('A profile of the AWS configuration; empty for the usual chain of credentials'),
          proposed: '',
          isOptional: true,
        },
      ],
      credential: 'none',
      devices: ['sv1', 'dm1', 'tn1'],
    },
    {
      adapter: 'azure',
      title: 'Azure Quantum',
      description: t('Quantinuum, IonQ and Rigetti, with a workspace'),
      fields: [
        {
          name: 'workspace',
          prompt: t('The resource id of the workspace: /subscriptions/…/providers/Microsoft.Quantum/Workspaces/…'),
          proposed: '',
        },
        { name: 'location', prompt: t('The location of the workspace'), proposed: 'eastus' },
      ],
      credential: { without: t('Sign in with Microsoft') },
      devices: ['ionq.simulator', 'quantinuum.sim.h2-1e', 'rigetti.sim.qvm'],
    },
    {
      adapter: 'qbraid',
      title: 'qBraid',
      description: t('devices of many vendors, with one API key'),
      fields: [],
      credential: 'needed',
      devices: ['qbraid:qbraid:sim:qir-sv'],
    },
    local('qiskit-aer', 'Qiskit Aer', t),
    local('cirq', 'Cirq', t),
    local('pennylane', 'PennyLane', t),
    local('braket-local', t('Amazon Braket local simulator'), t),
  ];
}

function local(adapter: Provider['adapter'], title: string, t: Translate): Provider {
  const interpreter: Field = {
    name: 'interpreter',
    prompt: t('The Python interpreter that has the package; empty for that of the settings'),
    proposed: '',
    isOptional: true,
  };
  const description = t('a Python package on this machine');
  return { adapter, title, description, isLocal: true, fields: [interpreter], credential: 'none', devices: [] };
}

const typed = '\u0000typed';
const without = '\u0000without';
const stored = '\u0000stored';

/**
 * Leads through provider, what it needs to be told, credential, device and name.
 * @param taken names of the backends that there are
 * @param t the language people are asked in
 * @throws Failure `cancelled` when somebody backs out
 */
export async function askForBackend(
  dialog: BackendDialog,
  taken: readonly string[],
  t: Translate,
): Promise<{ readonly id: string; readonly backend: ConfiguredBackend }> {
  const providers = providersIn(t);
  const adapter = await dialog.choose(
    t('Add Backend'),
    t('Provider'),
    providers.map(({ adapter: value, description, title: label }) => ({ value, label, description })),
  );
  const provider = providers.find((candidate) => candidate.adapter === adapter);
  if (provider === undefined) throw new Failure('cancelled', 'No backend was added.');
  const title = t('Add Backend: {0}', provider.title);
  const told: Record<string, string> = { adapter };
  for (const field of provider.fields) {
    const text = await dialog.type(title, field.prompt, field.proposed, (value) => problemOf(told, field, value));
    if (text.trim() !== '') told[field.name] = text.trim();
  }
  const credential = await credentialFor(provider, title, dialog, t);
  if (credential !== undefined) told['credential'] = credential;
  const device = await deviceOf(provider, title, told, dialog, t);
  if (device !== undefined) told['device'] = device;
  const proposed = freeName(device === undefined ? adapter : `${adapter}-${shortName(device)}`, taken);
  const id = await dialog.type(title, t('A name for the backend'), proposed, (text) => {
    if (text.trim() === '') return t('A backend needs a name.');
    return taken.includes(text.trim()) ? t('There is a backend of this name already.') : undefined;
  });
  return { id: id.trim(), backend: configuredBackendSchema.parse(told) };
}

/** Why a field cannot have a value, as the schema of the settings sees it. */
function problemOf(told: Readonly<Record<string, string>>, field: Field, text: string): string | undefined {
  const value = text.trim();
  if (value === '') return field.isOptional ? undefined : `${field.prompt}.`;
  const parsed = configuredBackendSchema.safeParse({ ...told, [field.name]: value });
  const isWrong = !parsed.success && parsed.error.issues.some(({ path }) => path[0] === field.name);
  return isWrong ? `${field.prompt}.` : undefined;
}

async function credentialFor(
  provider: Provider,
  title: string,
  dialog: BackendDialog,
  t: Translate,
): Promise<string | undefined> {
  if (provider.credential === 'none') return undefined;
  if (provider.credential !== 'needed') {
    const how = await dialog.choose(title, t('How to sign in'), [
      { value: without, label: provider.credential.without },
      { value: stored, label: t('With a credential'), description: t('such as a connection string') },
    ]);
    if (how === without) return undefined;
  }
  return await dialog.credential(title, provider.adapter);
}

async function deviceOf(
  provider: Provider,
  title: string,
  told: Readonly<Record<string, string>>,
  dialog: BackendDialog,
  t: Translate,
): Promise<string | undefined> {
  const { isLocal = false } = provider;
  // What is listed does not depend on the device. Packages have a usual one.
  const device = isLocal ? {} : { device: provider.devices[0] ?? 'none' };
  const listed = await dialog.devices(provider.title, configuredBackendSchema.parse({ ...told, ...device }));
  if (isLocal && (listed === undefined || listed.length <= 1)) return listed?.[0]?.value;
  const offered = listed ?? provider.devices.map((value): Choice => ({ value, label: value }));
  const another: Choice = { value: typed, label: t('Another device…') };
  const chosen = offered.length === 0 ? typed : await dialog.choose(title, t('Device'), [...offered, another]);
  if (chosen !== typed) return chosen;
  const text = await dialog.type(title, t("The provider's name of the device"), '', (name) =>
    name.trim() === '' ? t('A device has a name.') : undefined,
  );
  return text.trim();
}

/** The part of a device's name that tells it from others. */
function shortName(device: string): string {
  return (
    device
      .split(/[:/]/)
      .at(-1)
      ?.replace(/^(qpu|ionq|quantinuum|rigetti)\./, '') ?? device
  );
}

function freeName(proposed: string, taken: readonly string[]): string {
  for (let number = 1; ; number++) {
    const name = number === 1 ? proposed : `${proposed}-${number}`;
    if (!taken.includes(name)) return name;
  }
}
