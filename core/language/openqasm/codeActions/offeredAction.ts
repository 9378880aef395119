import type { OffsetRange } from '#core/base/textRange.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import type { FileReplacements } from '#core/openqasm/migration/migrateToVersion3.ts';
import type { OfferedKind } from '../../codeActionKinds.ts';

/** What a code action may look at: the analysed version of the file, and what is selected in it. */
export interface ActionContext {
  readonly analysis: Analysis;
  readonly selection: OffsetRange;
  /** Whether the user asked for changes of the code, and does not merely pass by. */
  readonly isAskedFor: boolean;
}

/** A change of the program that can be made here; its edits are computed only when it is chosen. */
export interface OfferedAction {
  /** Names it among the actions offered at one place. */
  readonly id: string;
  readonly title: string;
  readonly kind: OfferedKind;
  changes(): readonly FileReplacements[];
}

/** The actions of one subject that make sense at a place. Asked at every move of the cursor, so it must be quick. */
export type ActionSource = (context: ActionContext) => readonly OfferedAction[];
