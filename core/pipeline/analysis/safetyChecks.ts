import { machineAdapters } from '../schema/machineAdapters.ts';
import { seedPurposes } from '../schema/resolvedPipeline.ts';
import type { CheckContext } from './checkContext.ts';
import { type CredentialReference, credentialKey, credentialReference } from './credentialReference.ts';
import { chainBackends } from './executionChecks.ts';

/** Checks of seeds, credentials and personal data: HP170, HP181–HP183. */
export function checkSafety(context: CheckContext): void {
  checkSeeds(context);
  checkCredentials(context);
  checkDataTerms(context);
}

function checkSeeds(context: CheckContext): void {
  const { intent = 'learning', seeds } = context.definition;
  if (!seeds) {
    if (intent !== 'learning') context.report('HP170', ['intent'], undefined);
    return;
  }
  const written = seedPurposes.flatMap((purpose) => {
    const value = seeds[purpose];
    return value === undefined ? [] : [{ purpose, value }];
  });
  written.forEach(({ purpose, value }, index) => {
    const other = written.slice(0, index).find((earlier) => earlier.value === value);
    if (other) context.report('HP170', ['seeds', purpose], [other.purpose, purpose]);
  });
}

function checkCredentials(context: CheckContext): void {
  const { definition, facts, pipeline } = context;
  const referenceOf = (name: string) => credentialReference(definition.backends?.[name]?.credentials);
  const isMissing = (reference: CredentialReference | undefined) =>
    reference !== undefined && facts.missingCredentials?.has(credentialKey(reference)) === true;
  const { chain, onExhausted } = pipeline.execution;
  // A link that cannot be reached is no error where the chain has another way.
  const hasWay =
    onExhausted === 'classical' ||
    chain.some(({ backend }) => !isMissing(referenceOf(backend)) || backend === 'classical');
  for (const { name } of chainBackends(pipeline)) {
    const reference = referenceOf(name);
    if (!reference) continue;
    const { kind, name: credential } = reference;
    const path = ['backends', name, 'credentials', kind];
    if (!hasWay && isMissing(reference))
      context.report('HP181', path, credential, kind === 'env' ? 'the environment' : 'the secret storage');
    const experiment = facts.experimentCredentials?.get(credentialKey(reference));
    if (pipeline.intent === 'production' && experiment !== undefined)
      context.report('HP183', path, credential, experiment);
  }
}

function checkDataTerms(context: CheckContext): void {
  const { data } = context.definition;
  const remote = chainBackends(context.pipeline).filter(({ backend }) => !machineAdapters.has(backend.adapter));
  if (data?.sensitivity === 'personal' && remote.length > 0)
    context.report('HP182', ['data', 'sensitivity'], remote.map(({ name }) => name).join(', '), undefined);
  const home = data?.region;
  if (home === undefined || data?.sensitivity === 'public') return;
  for (const { backend, name } of remote)
    if (backend.region !== undefined && areaOf(backend.region) !== areaOf(home))
      context.report('HP182', ['backends', name, 'region'], name, { data: home, backend: backend.region });
}

/** The part of the world that the name of a region begins with: `eu` of `eu-central-1`. */
function areaOf(region: string): string {
  return region.toLowerCase().split(/[-_ ]/)[0] ?? region;
}
