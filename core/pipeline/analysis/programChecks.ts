import { Failure } from '#core/base/failure.ts';
import type { SourcePath } from '#core/base/yaml/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';

/** A file with Python code or a trained model that a step or model names. */
interface ProgramReference {
  readonly file: string;
  readonly path: SourcePath;
  /** What the file must define. */
  readonly entry?: string;
}

interface ProgramBlock {
  readonly use: string;
  readonly with?: Readonly<Record<string, unknown>> | undefined;
  readonly tune?: unknown;
  readonly path: SourcePath;
}

/** Checks of what Python would run, as far as that can be told without running it: HP109, HP112, HP128. */
export function checkPrograms(context: CheckContext): void {
  for (const { entry, file, path } of programReferences(context)) {
    const content = context.facts.programs?.get(file);
    if (content instanceof Failure) context.report('HP112', path, file, content.message);
    else if (content && entry !== undefined && !mentions(content, entry))
      context.report('HP112', [...path.slice(0, -1), 'entry'], file, `it defines no ${entry}.`);
  }
  for (const block of programBlocks(context)) if (block.use === 'onnx') checkTrained(context, block);
}

/** The files of all programs, with the place of each name. */
export function programReferences(context: Pick<CheckContext, 'definition'>): ProgramReference[] {
  return programBlocks(context).flatMap(({ path, with: options = {} }) => {
    const { entry, file, modules } = options;
    const found: ProgramReference[] = [];
    if (typeof file === 'string')
      found.push({ file, path: [...path, 'with', 'file'], ...(typeof entry === 'string' ? { entry } : {}) });
    if (Array.isArray(modules))
      modules.forEach((module: unknown, index) => {
        if (typeof module === 'string') found.push({ file: module, path: [...path, 'with', 'modules', index] });
      });
    return found;
  });
}

function programBlocks({ definition }: Pick<CheckContext, 'definition'>): ProgramBlock[] {
  const { benchmark, head, preprocess = [] } = definition;
  const blocks: ProgramBlock[] = [
    ...preprocess.map((step, index) => ({ ...step, path: ['preprocess', index] })),
    ...(head ? [{ ...head, path: ['head'] }] : []),
    ...(benchmark?.baselines ?? []).map((baseline, index) => ({
      ...baseline,
      path: ['benchmark', 'baselines', index],
    })),
  ];
  return blocks.filter(({ use }) => use === 'python' || use === 'onnx');
}

/** A name that does not even occur is not defined; whether one that occurs is, only Python knows. */
function mentions(content: Uint8Array, name: string): boolean {
  return new RegExp(`\\b${name}\\b`).test(new TextDecoder().decode(content));
}

function checkTrained(context: CheckContext, { path, tune, with: options = {} }: ProgramBlock): void {
  const { file } = options;
  if (typeof file !== 'string') return;
  context.report('HP128', [...path, 'with', 'file'], file);
  if (tune !== undefined)
    context.reportKey('HP109', [...path, 'tune'], `${file} was trained elsewhere, so nothing of it can be tuned.`);
  if (path[0] === 'head' && context.pipeline.head?.inputs.includes('kernel'))
    context.report('HP109', [...path, 'use'], `${file} was trained elsewhere, so it knows no kernel of these rows.`);
}
