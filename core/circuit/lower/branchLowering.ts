import type { Block, Expression, IfStatement, SwitchStatement } from '#core/openqasm/syntaxTree.ts';
import type { Written } from './classicalStore.ts';
import { type Flow, next } from './flow.ts';
import { lowerCondition } from './lowerCondition.ts';
import { lowerKnownInteger } from './lowerExpression.ts';
import { knownInteger } from './loweredValue.ts';
import type { LoweringState } from './loweringState.ts';
import type { OpenDecision, RunTimeControl } from './runTimeControl.ts';

/** What branches need of the lowering of statements. */
export interface BranchBodies {
  block(block: Block): Flow;
  /** What blocks of a statement may assign to. */
  writtenBy(blocks: readonly Block[], statement: IfStatement | SwitchStatement): Written;
}

/** Lowers `if` and `switch`: to one of their blocks where the program determines which, else to a decision of the run. */
export class BranchLowering {
  readonly #state: LoweringState;
  readonly #control: RunTimeControl;
  readonly #bodies: BranchBodies;

  constructor(state: LoweringState, control: RunTimeControl, bodies: BranchBodies) {
    this.#state = state;
    this.#control = control;
    this.#bodies = bodies;
  }

  if(statement: IfStatement): Flow | OpenDecision {
    const state = this.#state;
    const { body, otherwise } = statement;
    const condition = lowerCondition(statement.condition, state);
    if (condition === undefined) return next;
    if (condition === true) return this.#bodies.block(body);
    if (condition === false) return otherwise ? this.#bodies.block(otherwise) : next;
    const { source } = state;
    const written = this.#bodies.writtenBy(otherwise ? [body, otherwise] : [body], statement);
    const branches = [() => this.#bodies.block(body), () => (otherwise ? this.#bodies.block(otherwise) : next)];
    return this.#control.decide(branches, written, ([then = [], rest = []]) => {
      state.emitConditional(condition, then, rest, source);
    });
  }

  switch(statement: SwitchStatement): Flow | OpenDecision {
    const state = this.#state;
    const subject = state.effects.caseByCase(statement.subject);
    if (!subject) return next;
    const value = knownInteger(subject);
    const cases = statement.cases.flatMap(({ body, labels }) =>
      labels ? [{ body, values: this.#labels(labels) }] : [],
    );
    const fallback = statement.cases.find(({ labels }) => labels === undefined)?.body;
    if (value !== undefined) {
      const body = cases.find(({ values }) => values.includes(value))?.body ?? fallback;
      return body ? this.#bodies.block(body) : next;
    }
    const { source } = state;
    const written = this.#bodies.writtenBy(
      statement.cases.map(({ body }) => body),
      statement,
    );
    const branches = [
      ...cases.map(
        ({ body }) =>
          () =>
            this.#bodies.block(body),
      ),
      () => (fallback ? this.#bodies.block(fallback) : next),
    ];
    return this.#control.decide(branches, written, (bodies) => {
      state.emit({
        kind: 'switch',
        subject: subject.expression,
        cases: cases.map(({ values }, index) => ({ values: values.map(Number), body: bodies[index] ?? [] })),
        otherwise: bodies[cases.length] ?? [],
        source,
      });
    });
  }

  #labels(labels: readonly Expression[]): bigint[] {
    return labels.flatMap((label) => lowerKnownInteger(label, 'A case', this.#state) ?? []);
  }
}
