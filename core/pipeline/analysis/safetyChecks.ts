import { seedPurposes } from '../schema/resolvedPipeline.ts';
import type { CheckContext } from './checkContext.ts';
import { chainBackends } from './executionChecks.ts';

/** Checks of seeds, credentials and personal data: HP170, HP181–HP183. */
export function checkSafety(context: CheckContext): void {
  checkSeeds(context);
  checkCredentials(context);
  checkPersonalData(context);
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
  const referenceOf = (name: string): readonly [kind: string, name: string] | undefined => {
    const [kind, value] = Object.entries(definition.backends?.[name]?.credentials ?? {})[0] ?? [];
    return kind === undefined || value === undefined ? undefined : [kind, value];
  };
  const isMissing = (reference: readonly [kind: string, name: string] | undefined) =>
    reference !== undefined && facts.missingCredentials?.has(credentialKey(...reference)) === true;
  const { chain, onExhausted } = pipeline.execution;
  // A link that cannot be reached is no error where the chain has another way.
  const hasWay =
    onExhausted === 'classical' ||
    chain.some(({ backend }) => !isMissing(referenceOf(backend)) || backend === 'classical');
  for (const { name } of chainBackends(pipeline)) {
    const reference = referenceOf(name);
    if (!reference) continue;
    const [kind, value] = reference;
    const path = ['backends', name, 'credentials', kind];
    if (!hasWay && isMissing(reference))
      context.report('HP181', path, value, kind === 'env' ? 'the environment' : 'the secret storage');
    const experiment = facts.experimentCredentials?.get(credentialKey(kind, value));
    if (pipeline.intent === 'production' && experiment !== undefined) context.report('HP183', path, value, experiment);
  }
}

/** How facts name a reference to a credential. */
export function credentialKey(kind: string, name: string): string {
  return `${kind}:${name}`;
}

function checkPersonalData(context: CheckContext): void {
  const remote = chainBackends(context.pipeline).find(({ backend }) => backend.adapter !== 'builtin-simulator');
  if (context.definition.data?.sensitivity === 'personal' && remote)
    context.report('HP182', ['data', 'sensitivity'], remote.name);
}
