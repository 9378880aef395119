import * as z from 'zod';
import { Failure } from '#core/base/failure.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';

/*
 * The lock file of a pipeline, `<name>.hybrid.lock.json`: what it resolved to when somebody last agreed to it. Everything
 * that results depend on is in it, so that a run with the same lock gives the same results.
 */

const lockedBackendSchema = z.strictObject({
  adapter: z.string(),
  kind: z.string(),
  device: z.string().optional(),
  /** Of the device or adapter; null where the pipeline pins none. */
  version: z.string().nullable(),
});

const lockSchema = z.strictObject({
  lock: z.literal(1),
  /** The file it belongs to. */
  pipeline: z.string(),
  /** Version of the format of pipelines. */
  format: z.number(),
  /** Version of the product that resolved it. */
  product: z.string(),
  /** SHA-256 of every file the pipeline reads, by path; `builtin:` names data sets of the product. */
  files: z.record(z.string(), z.string()),
  backends: z.record(z.string(), lockedBackendSchema),
  seeds: z.record(z.string(), z.number()),
  /** The settings after defaults and substitution, without those that change no result. */
  settings: z.record(z.string(), z.unknown()),
});
export type PipelineLock = z.infer<typeof lockSchema>;

/** Settings that results depend on. */
const lockedSettings = [
  'pattern',
  'task',
  'data',
  'problem',
  'preprocess',
  'interface',
  'quantum',
  'optimise',
  'head',
  'execution',
  'budget',
  'confidence',
  'mitigation',
  'benchmark',
] as const satisfies readonly (keyof ResolvedPipeline)[];

/** The name of the lock file of a pipeline file, in the same folder. */
export function lockFileName(pipeline: string): string {
  return `${pipeline.replace(/\.(ya?ml|json)$/, '')}.lock.json`;
}

/**
 * The lock of a pipeline.
 * @param pipeline its file, relative to the folder it lies in
 * @param files SHA-256 by path of everything it reads
 * @param product the version of this product, which is also that of the embedded simulator
 */
export function pipelineLock(
  pipeline: string,
  resolved: ResolvedPipeline,
  files: Readonly<Record<string, string>>,
  product: string,
): PipelineLock {
  const backends = Object.entries(resolved.backends).map(([name, { adapter, device, kind, version }]) => {
    const pinned = version ?? (adapter === 'builtin-simulator' ? product : null);
    return [name, { adapter, kind, ...(device === undefined ? {} : { device }), version: pinned }] as const;
  });
  const settings = lockedSettings.flatMap((key) =>
    resolved[key] === undefined ? [] : [[key, resolved[key]] as const],
  );
  return {
    lock: 1,
    pipeline,
    format: resolved.hybrid,
    product,
    files: { ...files },
    backends: Object.fromEntries(backends),
    seeds: { ...resolved.seeds },
    settings: Object.fromEntries(settings),
  };
}

/** The text of a lock file: equal locks have equal texts, with a line per value, so that differences read well. */
export function lockText({ backends, files, format, lock, pipeline, product, seeds, settings }: PipelineLock): string {
  const ordered = {
    lock,
    pipeline,
    format,
    product,
    files: sorted(files),
    backends: sorted(backends),
    seeds: sorted(seeds),
    settings: sorted(settings),
  };
  return `${JSON.stringify(ordered, null, 2)}\n`;
}

/** With the keys of all blocks in order of their code units. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isBlock(value)) return value;
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return Object.fromEntries(
    entries.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, own]) => [key, sorted(own)]),
  );
}

/**
 * Reads {@link lockText}.
 * @throws Failure `invalid-input` for anything else, `unsupported` for the lock of a newer version
 */
export function readLock(text: string, path: string): PipelineLock {
  const place = { path };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (thrown) {
    if (!(thrown instanceof SyntaxError)) throw thrown;
    throw new Failure('invalid-input', `The lock file ${path} is not valid JSON: ${thrown.message}.`, {
      place,
      advice: 'Write it anew with hybridq lock.',
      cause: thrown,
    });
  }
  const version = z.looseObject({ lock: z.number() }).safeParse(content);
  if (version.success && version.data.lock > 1)
    throw new Failure('unsupported', `The lock file ${path} was written by a newer version of this product.`, {
      place,
      advice: 'Use that version, or write the lock anew with hybridq lock.',
    });
  const parsed = lockSchema.safeParse(content);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Failure(
    'invalid-input',
    `The lock file ${path} is damaged: ${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'unknown form'}.`,
    { place, advice: 'Write it anew with hybridq lock.' },
  );
}

/**
 * In what a pipeline differs from its lock, a phrase each: `data/iris.csv has changed`, `optimise.maxIterations is 50, was
 * 100`. None when it is what it was.
 */
export function lockDifferences(locked: PipelineLock, now: PipelineLock): string[] {
  return [
    ...valueDifferences(locked.product, now.product, 'the version of the product'),
    ...valueDifferences(locked.format, now.format, 'the version of the format'),
    ...fileDifferences(locked.files, now.files),
    ...valueDifferences(locked.seeds, now.seeds, 'seeds'),
    ...valueDifferences(withoutProduct(locked), withoutProduct(now), 'backends'),
    ...settingDifferences(locked.settings, now.settings),
  ];
}

/** The version of the embedded simulator is that of the product, which is compared already. */
function withoutProduct({ backends }: PipelineLock): PipelineLock['backends'] {
  const entries = Object.entries(backends).map(([name, backend]) => {
    const version = backend.adapter === 'builtin-simulator' ? null : backend.version;
    return [name, { ...backend, version }] as const;
  });
  return Object.fromEntries(entries);
}

function fileDifferences(locked: PipelineLock['files'], now: PipelineLock['files']): string[] {
  const paths = [...new Set([...Object.keys(locked), ...Object.keys(now)])].sort();
  return paths.flatMap((path) => {
    const [before, after] = [own(locked, path), own(now, path)];
    if (before === after) return [];
    if (before === undefined) return [`${path} is new`];
    return [after === undefined ? `${path} is missing, or not read any more` : `${path} has changed`];
  });
}

/** Whole blocks that are new or gone are one difference. */
function settingDifferences(locked: PipelineLock['settings'], now: PipelineLock['settings']): string[] {
  const keys = [...new Set([...Object.keys(locked), ...Object.keys(now)])].sort();
  return keys.flatMap((key) => valueDifferences(own(locked, key), own(now, key), key));
}

function valueDifferences(locked: unknown, now: unknown, path: string): string[] {
  if (JSON.stringify(sorted(locked)) === JSON.stringify(sorted(now))) return [];
  if (isBlock(locked) && isBlock(now)) {
    const keys = [...new Set([...Object.keys(locked), ...Object.keys(now)])].sort();
    return keys.flatMap((key) => valueDifferences(own(locked, key), own(now, key), `${path}.${key}`));
  }
  if (locked === undefined) return [`${path} is new`];
  if (now === undefined) return [`${path} is gone`];
  return [`${path} is ${shortText(now)}, was ${shortText(locked)}`];
}

const longestValue = 60;

function shortText(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue - 1)}…` : text;
}

function own<T>(block: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(block, key) ? block[key] : undefined;
}

function isBlock(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
