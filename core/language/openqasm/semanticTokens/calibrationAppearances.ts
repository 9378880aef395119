import type { CalibrationBody } from '#core/openqasm/calibrationBody.ts';
import { type CalibrationName, calibrationsOf, namesOfCalibration } from '#core/openqasm/calibrationNames.ts';
import type { CalibrationBlock, CalibrationDefinition, SyntaxTree } from '#core/openqasm/syntaxTree.ts';
import { tokenKind } from '#core/openqasm/tokenKind.ts';
import type { TokenStream } from '#core/openqasm/tokenStream.ts';
import { openpulseFunctions } from '../completion/calibrationProposals.ts';
import { type Appearance, atDeclaration, looks } from './appearance.ts';

const looksOfNames: Record<CalibrationName['what'], Appearance> = {
  parameter: looks.parameter,
  qubit: looks.qubit,
  variable: looks.variable,
  constant: looks.constant,
  function: looks.function,
};

/** The calibration that is looked at, with its names and those of all `cal` blocks. */
interface KnownCalibration {
  readonly statement: CalibrationBlock | CalibrationDefinition;
  readonly names: ReadonlyMap<string, CalibrationName>;
}

/** Knows what the names in calibrations look like, which the rest of the program does not know (openpulse). */
export class CalibrationAppearances {
  readonly #tree: SyntaxTree;
  #shared: ReadonlyMap<string, CalibrationName> | undefined;
  #known: KnownCalibration | undefined;

  constructor(tree: SyntaxTree) {
    this.#tree = tree;
  }

  /** The body of the calibration around an offset. */
  bodyAt(offset: number): CalibrationBody | undefined {
    return this.#calibrationAt(offset)?.statement.body;
  }

  /** A name between `defcal` and its body: a parameter or a qubit. */
  inSignature({ kinds, starts, text, ends }: TokenStream, token: number): Appearance | undefined {
    if (kinds[token] !== tokenKind.identifier) return undefined;
    const start = starts[token] ?? 0;
    const found = this.#calibrationAt(start)?.names.get(text.slice(start, ends[token]));
    return found?.name.start === start ? atDeclaration(looksOfNames[found.what]) : undefined;
  }

  /** A name in a body, by its tokens. */
  inBody({ ends, kinds, starts, text }: TokenStream, token: number): Appearance | undefined {
    if (kinds[token] !== tokenKind.identifier) return undefined;
    const start = starts[token] ?? 0;
    const name = text.slice(start, ends[token]);
    const found = this.#calibrationAt(start)?.names.get(name);
    if (found) {
      const look = looksOfNames[found.what];
      return found.name.start === start ? atDeclaration(look) : look;
    }
    if (kinds[token + 1] !== tokenKind.leftParen) return looks.variable;
    return openpulseFunctions.has(name) ? looks.libraryFunction : looks.function;
  }

  #calibrationAt(offset: number): KnownCalibration | undefined {
    if (this.#known && this.#known.statement.start <= offset && offset <= this.#known.statement.end) return this.#known;
    const { statements } = this.#tree;
    const index = statements.indexAt(offset);
    const kind = index < 0 ? undefined : statements.kindAt(index);
    if (kind !== 'cal' && kind !== 'defcal') return undefined;
    const statement = statements.at(index);
    if (statement?.kind !== 'cal' && statement?.kind !== 'defcal') return undefined;
    const names = new Map(this.#sharedNames());
    for (const own of namesOfCalibration(statement)) names.set(own.name.name, own);
    this.#known = { statement, names };
    return this.#known;
  }

  /** What `cal` blocks declare, every calibration knows. */
  #sharedNames(): ReadonlyMap<string, CalibrationName> {
    if (this.#shared) return this.#shared;
    const shared = new Map<string, CalibrationName>();
    for (const statement of calibrationsOf(this.#tree)) {
      if (statement.kind !== 'cal') continue;
      for (const found of namesOfCalibration(statement)) shared.set(found.name.name, found);
    }
    this.#shared = shared;
    return shared;
  }
}
