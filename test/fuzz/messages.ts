import type { FuzzedInput } from '#test/support/fuzz/fuzzedInput.ts';

/** What a worker is to do: examine every `step`th input from `first` on, those below `until`. */
export interface FuzzOrder {
  readonly seed: number;
  readonly first: number;
  readonly step: number;
  readonly until: number;
  /** Whether texts are only read and checked: no edits, formatting, lowering and questions of an editor. */
  readonly onlyRead: boolean;
  /** A folder of further programs to begin with. */
  readonly corpus?: string;
}

export type FuzzReport =
  | { readonly kind: 'begins'; readonly number: number }
  /** `input` is what is left of it when everything is left out that does not matter. */
  | { readonly kind: 'fails'; readonly number: number; readonly problem: string; readonly input: FuzzedInput }
  | { readonly kind: 'done' };
