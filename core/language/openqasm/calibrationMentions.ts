import type { OffsetRange } from '#core/base/textRange.ts';
import { type CalibrationName, calibrationsOf, namesOfCalibration } from '#core/openqasm/calibrationNames.ts';
import { type Analysis, tokenAt } from '#core/openqasm/index.ts';
import type { CalibrationBlock, CalibrationDefinition } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';

type Calibration = CalibrationBlock | CalibrationDefinition;

/** A name of calibrations, which the rest of the program does not know (openpulse). */
export interface MentionedCalibrationName {
  readonly name: string;
  /** The mention that was asked about. */
  readonly range: OffsetRange;
  /** Absent for what OpenPulse or a device declares. */
  readonly declaration: CalibrationName | undefined;
  /** All mentions in the file, the declaration included, in order. */
  readonly mentions: readonly OffsetRange[];
  /** The names declared in the calibrations that know it. */
  readonly neighbours: ReadonlySet<string>;
}

/**
 * The name in a calibration at an offset. What a `defcal` declares only that one knows; what a `cal` declares, all
 * calibrations do that declare nothing of the same name.
 */
export function calibrationNameAt({ tree }: Analysis, offset: number): MentionedCalibrationName | undefined {
  const statement = tree.statements.at(Math.max(0, tree.statements.indexAt(offset)));
  if (statement?.kind !== 'cal' && statement?.kind !== 'defcal') return undefined;
  const own = namesOfCalibration(statement);
  const range = nameAt(statement, own, offset);
  if (!range) return undefined;
  const name = tree.text.slice(range.start, range.end);
  const local = statement.kind === 'defcal' ? own.find((each) => each.name.name === name) : undefined;
  const knowing = local ? [statement] : calibrationsKnowing(name, [...calibrationsOf(tree)]);
  const declared = knowing.flatMap(namesOfCalibration);
  return {
    name,
    range,
    declaration: local ?? declared.find((each) => each.name.name === name),
    mentions: knowing.flatMap((each) => mentionsIn(each, name)).sort((a, b) => a.start - b.start),
    neighbours: new Set(declared.map((each) => each.name.name)),
  };
}

/** The name at an offset, in the signature or the body. */
function nameAt({ body }: Calibration, own: readonly CalibrationName[], offset: number): OffsetRange | undefined {
  const inSignature = own.find(({ name }) => name.start <= offset && offset <= name.end);
  if (inSignature) return { start: inSignature.name.start, end: inSignature.name.end };
  if (!body || offset < body.start || offset > body.end) return undefined;
  const { ends, kinds, starts } = body.tokens;
  const at = tokenAt(body.tokens, offset);
  // With the caret between a name and `;` the name counts.
  const token = kinds[at] !== tokenKind.identifier && ends[at - 1] === offset ? at - 1 : at;
  return kinds[token] === tokenKind.identifier ? { start: starts[token] ?? 0, end: ends[token] ?? 0 } : undefined;
}

/** The calibrations in which a name means what `cal` blocks, OpenPulse or the device declare. */
function calibrationsKnowing(name: string, all: readonly Calibration[]): Calibration[] {
  return all.filter(
    (each) => each.kind === 'cal' || !namesOfCalibration(each).some((declared) => declared.name.name === name),
  );
}

function mentionsIn(statement: Calibration, name: string): OffsetRange[] {
  const signature = namesOfCalibration(statement)
    .filter(({ name: declared, what }) => declared.name === name && (what === 'parameter' || what === 'qubit'))
    .map(({ name: { end, start } }) => ({ start, end }));
  return [...signature, ...(statement.body ? namesEqual(statement.body.tokens, name) : [])];
}

function namesEqual({ count, ends, kinds, starts, text }: TokenStream, name: string): OffsetRange[] {
  const found: OffsetRange[] = [];
  for (let token = 0; token < count; token++) {
    const start = starts[token] ?? 0;
    const end = ends[token] ?? start;
    if (kinds[token] === tokenKind.identifier && end - start === name.length && text.startsWith(name, start)) {
      found.push({ start, end });
    }
  }
  return found;
}
