import type { Steps } from '#core/base/steps.ts';
import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import { elementsOf } from '#core/openqasm/selection.ts';
import type { StatementList } from '#core/openqasm/statementList.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type {
  Block,
  CallExpression,
  Expression,
  ForStatement,
  Identifier,
  IncludeStatement,
  JumpStatement,
  ReturnStatement,
  Statement,
} from '#core/openqasm/syntaxTree.ts';
import { boolType, floatType } from '#core/openqasm/types.ts';
import { lowerAlias } from './aliasLowering.ts';
import { AssignmentLowering } from './assignmentLowering.ts';
import { BranchLowering } from './branchLowering.ts';
import type { Written } from './classicalStore.ts';
import { CurrentStatement } from './currentStatement.ts';
import { DeclarationLowering } from './declarationLowering.ts';
import type { ExpressionEffects } from './expressionEffects.ts';
import { type ExitTarget, exitTarget, type Flow, next } from './flow.ts';
import { IndexCases } from './indexCases.ts';
import { LoopLowering } from './loopLowering.ts';
import { lowerExpression } from './lowerExpression.ts';
import type { LoweredScalar, LoweredValue } from './loweredValue.ts';
import { lowerGateCall } from './lowerGateCall.ts';
import { lowerSelection } from './lowerIndexed.ts';
import { type LoweringOptions, LoweringState } from './loweringState.ts';
import { PlainGateLowering } from './plainGateLowering.ts';
import { type OpenDecision, type Piece, RunTimeControl } from './runTimeControl.ts';
import { findRunTimeIndex } from './runTimeIndex.ts';
import { type CallFrame, SubroutineLowering } from './subroutineLowering.ts';
import { blockKey, EffectFinder, rootOf, statementsFrom } from './writtenSymbols.ts';

/** Plain statements of a program that are lowered in one step: some milliseconds. */
const statementsAtOnce = 2048;

/** Whether a loop is over values that are written down, so that they are the same in every run. */
function isOverWritten({ iterable }: ForStatement): boolean {
  return iterable.kind === 'range' || iterable.kind === 'set';
}

/** Lowers statements one after the other, as the program would run them. */
export class StatementLowering implements ExpressionEffects {
  readonly state: LoweringState;
  readonly #control: RunTimeControl;
  readonly #effects: EffectFinder;
  readonly #current: CurrentStatement;
  readonly #branches: BranchLowering;
  readonly #loops: LoopLowering;
  readonly #plainGates: PlainGateLowering;
  readonly #cases: IndexCases;
  readonly #assignments: AssignmentLowering;
  readonly #declarations: DeclarationLowering;
  readonly #subroutines: SubroutineLowering;
  readonly #program = exitTarget('ended', 'program');
  /** Where `break` and `continue` lead in the current body, innermost last. */
  #openLoops: { readonly loop: ExitTarget; readonly pass: ExitTarget }[] = [];
  /** The subroutine being expanded. */
  #frame: CallFrame | undefined;

  constructor(analysis: Analysis, { inputs = new Map(), ...options }: LoweringOptions) {
    const state = new LoweringState(analysis, this, options);
    this.state = state;
    this.#control = new RunTimeControl(state);
    this.#effects = new EffectFinder(state);
    this.#current = new CurrentStatement(state, this.#control, (statement) => this.#writtenBy([statement]));
    this.#branches = new BranchLowering(state, this.#control, {
      block: (block) => this.#block(block),
      writtenBy: (blocks, statement) => this.#writtenBy(blocks, blockKey(statement)),
    });
    this.#loops = new LoopLowering(state, this.#control, {
      loopBody: (body, loop, pass) => this.#inLoop(body, loop, pass),
      writtenBy: (statement) => this.#writtenBy([statement], blockKey(statement)),
      mayLeave: (statement) => this.#effects.of([statement.body], blockKey(statement.body)).jumps,
      assignsToVariable: ({ body, variable }) => this.#assigns(body, variable),
    });
    this.#plainGates = new PlainGateLowering(state);
    this.#cases = new IndexCases(state, this.#control, (value) => this.#writtenBy([value]));
    this.#assignments = new AssignmentLowering(state, this.#cases, (value) => this.#writtenBy([value]));
    this.#declarations = new DeclarationLowering(state, inputs, {
      initialize: (name, value) => this.#assignments.assign(name, value),
      measure: (operand, target, node) => this.#assignments.measure(operand, target, node),
    });
    this.#subroutines = new SubroutineLowering(state, {
      assigns: (body, name) => this.#assigns(body, name),
      leaveStatement: (flow) => this.#current.leave(flow),
      body: (body, frame) => this.#subroutineBody(body, frame),
    });
  }

  /**
   * Lowers a whole program, a long one, and long loops that are in no other statement, in several steps; or its first
   * statements, a loop that is too long for that not among them.
   * @param isEnough whether so many operations are enough; nothing is unless given
   * @returns whether that was all of it
   */
  *program(statements: StatementList, isEnough: (operations: number) => boolean = () => false): Steps<boolean> {
    const { operations } = this.state;
    for (let index = 0; index < statements.length; index++) {
      const before = operations.length;
      if (isEnough(before)) return false;
      if (index % statementsAtOnce === statementsAtOnce - 1) yield;
      if (this.#plainGates.lower(statements, index)) continue;
      const statement = statements.at(index);
      if (!statement) continue;
      if (statement.kind !== 'for' || !isOverWritten(statement)) {
        const flow = this.#statement(statement);
        if (flow.kind === 'next') continue;
        this.#goOn(flow, statements, index);
        return true;
      }
      const passes = this.#loopInSteps(statement);
      let pass = passes.next();
      for (; !pass.done; pass = passes.next()) {
        if (isEnough(operations.length)) {
          this.state.operations = operations;
          operations.length = before;
          return false;
        }
        yield;
      }
      if (pass.value.kind === 'next') continue;
      this.#goOn(pass.value, statements, index);
      return true;
    }
    return true;
  }

  /** Lowers one gate or subroutine by itself: its qubits are those of the circuit, its values come from outside. */
  entry(symbol: ProgramSymbol): void {
    const { state } = this;
    state.file = symbol.place?.file ?? 0;
    const definition = symbol.gate?.definition;
    if (definition) {
      for (const name of definition.parameters) this.#open(name, false);
      for (const name of definition.qubits) this.#declarations.qubits({ name });
      this.#all(definition.body.statements);
    } else if (symbol.subroutine) {
      const { body, name, parameters } = symbol.subroutine;
      for (const parameter of parameters) this.#open(parameter.name, this.#assigns(body, parameter.name));
      this.#subroutineBody(body, { target: exitTarget('returned', state.keyOf(name)), result: undefined });
    }
  }

  /** A formal parameter of what is lowered by itself. */
  #open(name: Identifier, isAssigned: boolean): void {
    const { state } = this;
    const symbol = state.symbolOf(name);
    if (symbol?.type.kind === 'qubit') this.#declarations.qubits({ name });
    else if (symbol?.kind === 'gate-parameter') {
      // Angles of gates are real numbers.
      this.#declarations.input(name, { ...symbol, type: floatType }, name);
    } else if (symbol) {
      this.#declarations.input(name, symbol, name);
      const binding = state.bindings.get(symbol.id);
      if (!isAssigned || binding?.kind !== 'value' || binding.value.kind !== 'scalar') return;
      const { expression } = binding.value;
      const cell = state.store.declare(name.name, expression.type, state.keyOf(name, name.name));
      state.store.write(cell, expression);
      state.bind(symbol.id, { kind: 'cell', cell });
    }
  }

  expandCall(call: CallExpression, subroutine: ProgramSymbol): LoweredValue | undefined {
    return this.#subroutines.expand(call, subroutine);
  }

  shortCircuit(
    operator: '&&' | '||',
    left: LoweredScalar,
    right: () => LoweredScalar | undefined,
    node: Expression,
  ): LoweredScalar | undefined {
    const state = this.state;
    const result = state.store.declare('decided', { kind: 'bool' }, state.keyOf(node, 'decided'));
    state.store.write(result, left.expression);
    const effects = this.#writtenBy([node]);
    const written = { cells: new Set([...effects.cells, result]), bits: effects.bits };
    const read = () => state.store.read(result);
    const asked = left.expression;
    const evaluate = (): Flow => {
      const value = right();
      if (value) state.store.write(result, value.expression);
      return next;
    };
    const { source } = state;
    this.#control.decideNow([evaluate], written, ([operations = []]) => {
      const holds = { kind: 'expression', expression: asked } as const;
      const condition = operator === '&&' ? holds : ({ kind: 'not', operand: holds } as const);
      state.emitConditional(condition, operations, [], source);
    });
    state.store.forget(written);
    return { kind: 'scalar', type: boolType, isConstant: false, expression: read() };
  }

  caseByCase(expression: Expression): LoweredScalar | undefined {
    return this.#cases.value(expression);
  }

  #all(statements: StatementList, from = 0): Flow {
    for (let index = from; index < statements.length; index++) {
      if (this.#plainGates.lower(statements, index)) continue;
      const statement = statements.at(index);
      if (!statement) continue;
      const flow = this.#statement(statement);
      if (flow.kind !== 'next') return this.#goOn(flow, statements, index);
    }
    return next;
  }

  /** Lowers the statements behind one that does not simply lead to them. */
  #goOn(flow: Exclude<Flow, { kind: 'next' }> | OpenDecision, statements: StatementList, index: number): Flow {
    const rest: Piece = {
      lower: () => this.#all(statements, index + 1),
      written: () => this.#writtenBy(statementsFrom(statements, index + 1)),
    };
    return flow.kind === 'open' ? flow.close(rest) : this.#control.continueAfter(flow, rest);
  }

  #statement(statement: Statement): Flow | OpenDecision {
    const end = this.#current.enter(statement);
    return end(this.#lower(statement));
  }

  /** The same of a loop over values that are written down. */
  *#loopInSteps(statement: ForStatement): Steps<Flow | OpenDecision> {
    const end = this.#current.enter(statement);
    this.#come(statement);
    return end(yield* this.#loops.forInSteps(statement));
  }

  /** What is lowered from now on comes from a statement. */
  #come({ end, start }: Statement): void {
    this.state.come(start, end);
  }

  #block(block: Block): Flow {
    this.state.blockDepth++;
    const flow = this.#all(block.statements);
    this.state.blockDepth--;
    return flow;
  }

  #lower(statement: Statement): Flow | OpenDecision {
    const state = this.state;
    this.#come(statement);
    switch (statement.kind) {
      case 'version':
      case 'pragma':
      case 'annotation':
      case 'gate':
      case 'opaque':
      case 'subroutine':
      case 'extern':
      case 'unreadable':
      case 'defcalgrammar':
      case 'nop':
      case 'delay':
        return next;
      case 'cal':
      case 'defcal':
        return state.refuse(statement, 'A calibration', 'pulses are not simulated') ?? next;
      case 'include':
        return this.#include(statement);
      case 'qubit-declaration':
        this.#declarations.qubits(statement);
        return next;
      case 'classical-declaration':
        this.#declarations.classical(statement);
        return next;
      case 'alias':
        lowerAlias(statement, state);
        return next;
      case 'gate-call':
        return this.#cases.lower(statement.operands, false, () => {
          lowerGateCall(statement, state, (definition) => this.#all(definition.body.statements));
        });
      case 'measure':
        this.#assignments.measure(statement.operand, statement.target, statement);
        return next;
      case 'reset':
        return this.#cases.lower([statement.operand], false, () => {
          for (const qubit of this.#elements(statement.operand)) {
            state.emit({ kind: 'reset', qubit, source: state.source });
          }
        });
      case 'barrier':
        return this.#cases.lower(statement.operands, false, () => this.#barrier(statement.operands));
      case 'box':
        return this.#block(statement.body);
      case 'block':
        return this.#block(statement);
      case 'assignment':
        this.#assignments.statement(statement);
        return next;
      case 'expression':
        return this.#expression(statement.expression);
      case 'if':
        return this.#branches.if(statement);
      case 'for':
        return this.#for(statement);
      case 'while':
        return this.#loops.while(statement);
      case 'switch':
        return this.#branches.switch(statement);
      case 'jump':
        return this.#jump(statement);
      case 'return':
        return this.#return(statement);
    }
  }

  #include({ path }: IncludeStatement): Flow {
    const state = this.state;
    const file = state.analysis.files.findIndex(
      ({ includedAs }) => path && includedAs?.file === state.file && includedAs.start === path.start,
    );
    const included = state.analysis.files[file];
    if (file < 0 || !included) return next;
    const outer = state.file;
    state.file = file;
    const flow = this.#all(included.tree.statements);
    state.file = outer;
    return flow;
  }

  /** The cells and bits that parts of the program may assign to. */
  #writtenBy(nodes: Iterable<Statement | Expression>, key?: string): Written {
    const state = this.state;
    const { returns, symbols } = this.#effects.of(nodes, key);
    const written = { cells: new Set<Parameters<typeof state.store.stored>[0]>(), bits: new Set<number>() };
    for (const symbol of symbols) {
      const binding = state.bindings.get(symbol);
      switch (binding?.kind) {
        case 'alias': {
          const root = rootOf(binding.value);
          const meant = root && state.bindingOf(root);
          const held = meant?.kind === 'elements' ? elementsOf(meant.selection) : [];
          for (const bit of held ?? []) written.bits.add(bit);
          break;
        }
        case 'cell':
          written.cells.add(binding.cell);
          break;
        case 'array':
          written.cells.add(binding.view.cell);
          break;
        case 'elements':
          for (const bit of elementsOf(binding.selection) ?? []) written.bits.add(bit);
          break;
        case 'value': {
          // How long something takes is no matter of the run, so nobody knows which of several values it has.
          const { value } = binding;
          if (value.kind === 'time') state.bind(symbol, { kind: 'value', value: { ...value, value: undefined } });
        }
      }
    }
    const result = returns ? this.#frame?.result : undefined;
    if (result?.kind === 'cell') written.cells.add(result.cell);
    if (result?.kind === 'bits') for (const bit of elementsOf(result.selection) ?? []) written.bits.add(bit);
    return written;
  }

  #assigns(body: Block, name: Identifier): boolean {
    const symbol = this.state.symbolOf(name);
    return symbol !== undefined && this.#effects.of([body], blockKey(body)).symbols.has(symbol.id);
  }

  #elements(operand: Expression): readonly number[] {
    const selection = lowerSelection(operand, this.state);
    return (selection && elementsOf(selection)) ?? [];
  }

  #barrier(operands: readonly Expression[]): void {
    const state = this.state;
    const all = operands.length === 0 ? Array.from({ length: state.qubitCount }, (_, qubit) => qubit) : [];
    const qubits = [...new Set([...all, ...operands.flatMap((operand) => this.#elements(operand))])];
    state.emit({ kind: 'barrier', qubits, source: state.source });
  }

  #expression(expression: Expression): Flow {
    const before = this.#subroutines.takeEscape();
    const effects = expression.kind === 'call' ? this.#writtenBy([expression]) : undefined;
    this.#cases.lower(
      [expression],
      false,
      () => {
        if (expression.kind === 'call') this.#callStatement(expression);
      },
      effects,
    );
    return this.#subroutines.takeEscape() ?? before ?? next;
  }

  #callStatement(call: CallExpression): void {
    const state = this.state;
    const symbol = state.symbolOf(call.callee);
    if (symbol?.subroutine) this.#subroutines.expand(call, symbol, true);
    else if (symbol?.kind === 'extern') lowerExpression(call, state);
  }

  /** How many elements a loop runs over may depend on indices of the run. */
  #for(statement: ForStatement): Flow {
    const { iterable } = statement;
    if (iterable.kind === 'range' || iterable.kind === 'set') return this.#loops.for(statement);
    const isOpen = findRunTimeIndex([iterable], false, this.state) !== undefined;
    const written = isOpen ? this.#writtenBy([statement], blockKey(statement)) : undefined;
    return this.#cases.decide([iterable], false, () => this.#loops.for(statement), written);
  }

  #jump({ keyword }: JumpStatement): Flow {
    if (keyword === 'end') return { kind: 'jump', target: this.#program };
    const open = this.#openLoops.at(-1);
    return open ? { kind: 'jump', target: keyword === 'break' ? open.loop : open.pass } : next;
  }

  #return(statement: ReturnStatement): Flow {
    const frame = this.#frame;
    if (!frame) return next;
    const { value } = statement;
    if (value && frame.result) this.#assignments.result(value, frame.result, statement);
    return { kind: 'jump', target: frame.target };
  }

  #inLoop(body: Block, loop: ExitTarget, pass: ExitTarget): Flow {
    this.#openLoops.push({ loop, pass });
    const flow = this.#block(body);
    this.#openLoops.pop();
    return flow;
  }

  #subroutineBody(body: Block, frame: CallFrame): Flow {
    const outer = { frame: this.#frame, openLoops: this.#openLoops };
    this.#frame = frame;
    this.#openLoops = [];
    const flow = this.#all(body.statements);
    this.#frame = outer.frame;
    this.#openLoops = outer.openLoops;
    return this.#control.arrive(flow, frame.target);
  }
}
