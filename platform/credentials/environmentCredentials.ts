import { defaultProfile } from '#core/runs/credentialProfile.ts';
import type { Redactor } from '#core/runs/redactor.ts';
import type { CredentialPlace } from './credentialPlace.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const variablePrefix = 'HYBRIDQ_SECRET_';

/** The variables of the providers' own clients, by the name a credential has when nothing else is said: its adapter's. */
const providerVariables: Readonly<Record<string, readonly string[]>> = {
  ionq: ['IONQ_API_KEY', 'QISKIT_IONQ_API_TOKEN', 'IONQ_API_TOKEN'],
  ibm: ['QISKIT_IBM_TOKEN'],
  qbraid: ['QBRAID_API_KEY'],
  azure: ['AZURE_QUANTUM_CONNECTION_STRING'],
};
const allProviderVariables: ReadonlySet<string> = new Set(Object.values(providerVariables).flat());

/**
 * The environment variable that holds a credential: `HYBRIDQ_SECRET_` and the name in upper case, with everything but
 * letters and digits as an underscore (`ionq-team` → `HYBRIDQ_SECRET_IONQ_TEAM`). That of a profile other than the default
 * one follows two underscores (`HYBRIDQ_SECRET_IONQ_TEAM__PRODUCTION`), which no name has.
 */
export function secretVariable(name: string, profile = defaultProfile): string {
  const own = `${variablePrefix}${inVariables(name)}`;
  return profile === defaultProfile ? own : `${own}__${inVariables(profile)}`;
}

/** The variables in which a credential is looked for, the first that is set wins. */
export function credentialVariables(name: string, profile: string): readonly string[] {
  const usual =
    profile === defaultProfile && Object.hasOwn(providerVariables, name) ? providerVariables[name] : undefined;
  return [secretVariable(name, profile), ...(usual ?? [])];
}

function inVariables(name: string): string {
  return name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
}

function isCredentialVariable(variable: string): boolean {
  const name = variable.toUpperCase();
  return name.startsWith(variablePrefix) || allProviderVariables.has(name);
}

/** The environment for a process that has no business with credentials of providers. */
export function withoutCredentialVariables(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([variable]) => !isCredentialVariable(variable)));
}

/** What {@link withoutCredentialVariables} leaves out. */
export function onlyCredentialVariables(environment: Environment): Environment {
  return Object.fromEntries(Object.entries(environment).filter(([variable]) => isCredentialVariable(variable)));
}

/** Variables of AWS and Azure that hold secrets; they are for all programs that somebody starts. */
const sharedVariables = [
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AZURE_CLIENT_SECRET',
  'AZURE_CLIENT_CERTIFICATE_PASSWORD',
];

/** Tells the redactor every credential of the environment, whether it will be looked up or not. */
export function protectCredentialVariables(environment: Environment, redactor: Redactor): void {
  for (const [variable, value] of Object.entries(environment))
    if ((isCredentialVariable(variable) || sharedVariables.includes(variable)) && value !== undefined)
      redactor.add(value);
}

/**
 * Credentials in the environment. The variables of providers' own clients hold one account, so they are the default profile
 * of the credential that is named like the adapter, and no other.
 */
export function environmentCredentials(environment: Environment): CredentialPlace {
  return {
    find: async (name, profile) => {
      for (const variable of credentialVariables(name, profile)) {
        const value = environment[variable]?.trim() ?? '';
        if (value !== '') return { name, profile, place: variable, value };
      }
      return undefined;
    },
    entries: async () => {
      const isSet = (variable: string) => (environment[variable]?.trim() ?? '') !== '';
      const own = Object.keys(environment).filter((variable) => variable.startsWith(variablePrefix) && isSet(variable));
      const usual = Object.entries(providerVariables).flatMap(([name, variables]) =>
        variables.filter(isSet).map((place) => ({ name, profile: defaultProfile, place })),
      );
      return [...own.map((place) => ({ ...spelledOut(place), place })), ...usual];
    },
  };
}

/** What a variable of ours names, as it is usually spelled. */
function spelledOut(variable: string): { readonly name: string; readonly profile: string } {
  const [name = '', profile] = variable.slice(variablePrefix.length).split('__');
  const spelled = (part: string) => part.toLowerCase().replaceAll('_', '-');
  return { name: spelled(name), profile: profile === undefined ? defaultProfile : spelled(profile) };
}
