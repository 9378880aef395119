import { convertValue, integerValue } from '#core/openqasm/constantValue.ts';
import { type Evaluation, isValue } from '#core/openqasm/evaluation.ts';
import { diagnose } from '#core/openqasm/messages.ts';
import { resolveOperand } from '#core/openqasm/operands.ts';
import type { ProgramSymbol } from '#core/openqasm/symbols.ts';
import type {
  AssignmentStatement,
  Block,
  ClassicalDeclaration,
  Expression,
  ForStatement,
  IfStatement,
  IncludeStatement,
  JumpStatement,
  MeasureStatement,
  Statement,
  SwitchStatement,
  WhileStatement,
} from '#core/openqasm/syntaxTree.ts';
import { parameterAngle } from '../angle.ts';
import type { Condition } from '../circuit.ts';
import { compoundOperators, givenValue } from './classicalValues.ts';
import { loopValues } from './loopValues.ts';
import { lowerCondition } from './lowerCondition.ts';
import { lowerGateCall } from './lowerGateCall.ts';
import type { LoweringState } from './loweringState.ts';
import { lowerSubroutineCall } from './lowerSubroutineCall.ts';

/** How the statements after one go on: in order, at the end or the head of a loop, after a call, or not at all. */
export type Flow = 'next' | 'break' | 'continue' | 'return' | 'stop';

/** Lowers statements one after the other, as the program would run them. */
export class StatementLowering {
  readonly #state: LoweringState;
  readonly #inputs: ReadonlyMap<string, number>;

  constructor(state: LoweringState, inputs: ReadonlyMap<string, number>) {
    this.#state = state;
    this.#inputs = inputs;
  }

  all(statements: Iterable<Statement>): Flow {
    for (const statement of statements) {
      const flow = this.#lower(statement);
      if (flow !== 'next') return flow;
    }
    return 'next';
  }

  #lower(statement: Statement): Flow {
    const state = this.#state;
    if (state.isInMainText) state.source = { start: statement.start, end: statement.end };
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
        return 'next';
      case 'cal':
      case 'defcal':
        state.refuse(statement, 'A calibration', 'pulses are not simulated');
        return 'next';
      case 'include':
        return this.#include(statement);
      case 'qubit-declaration':
        state.declareQubits(statement.name, this.#sizeOf(statement.name));
        return 'next';
      case 'classical-declaration':
        this.#declareClassical(statement);
        return 'next';
      case 'alias': {
        const symbol = state.symbolOf(statement.name);
        if (symbol) state.selections.set(symbol.id, resolveOperand(statement.value, state));
        return 'next';
      }
      case 'gate-call':
        lowerGateCall(statement, state, (definition) => this.all(definition.body.statements));
        return 'next';
      case 'measure':
        this.#measure(statement.operand, statement.target, statement);
        return 'next';
      case 'reset':
        for (const qubit of state.elements(statement.operand)?.elements ?? []) {
          state.emit({ kind: 'reset', qubit, source: state.source });
        }
        return 'next';
      case 'barrier':
        this.#barrier(statement.operands);
        return 'next';
      case 'box':
        return this.all(statement.body.statements);
      case 'block':
        return this.all(statement.statements);
      case 'assignment':
        this.#assign(statement);
        return 'next';
      case 'expression':
        return this.#expression(statement.expression);
      case 'if':
        return this.#if(statement);
      case 'for':
        return this.#for(statement);
      case 'while':
        return this.#while(statement);
      case 'switch':
        return this.#switch(statement);
      case 'jump':
        return this.#jump(statement);
      case 'return':
        if (statement.value) state.refuse(statement, 'A returned value', 'results of subroutines are not simulated');
        return 'return';
    }
  }

  /** The size the analysis found for a register. */
  #sizeOf(name: Parameters<LoweringState['symbolOf']>[0]): number | 'scalar' | 'unknown' {
    const type = this.#state.symbolOf(name)?.type;
    return type && 'size' in type ? type.size : 'unknown';
  }

  #include({ path }: IncludeStatement): Flow {
    const state = this.#state;
    const file =
      path &&
      state.analysis.files.findIndex(
        ({ includedAs }) => includedAs?.file === state.file && includedAs.start === path.start,
      );
    if (file === undefined || file < 0) return 'next';
    const outer = state.file;
    state.file = file;
    const flow = this.all(state.analysis.files[file]?.tree.statements ?? []);
    state.file = outer;
    return flow;
  }

  #declareClassical(statement: ClassicalDeclaration): void {
    const state = this.#state;
    const { name, initializer, modifier } = statement;
    const symbol = state.symbolOf(name);
    if (!symbol || modifier === 'const') return;
    if (modifier === 'input') {
      this.#declareInput(statement, symbol);
      return;
    }
    if (symbol.type.kind === 'bit') {
      this.#declareBits(statement, symbol);
      return;
    }
    state.values.delete(symbol.id);
    if (!initializer) return;
    if (initializer.kind === 'measure-expression') {
      state.refuse(initializer, 'A measurement into a variable that is not a bit', `declare '${name.name}' as bit`);
      return;
    }
    this.#setValue(symbol, state.evaluate(initializer));
  }

  #declareBits(statement: ClassicalDeclaration, symbol: ProgramSymbol): void {
    const state = this.#state;
    const { name, initializer } = statement;
    if (!state.selections.has(symbol.id))
      state.declareBits(name, symbol.type.kind === 'bit' ? symbol.type.size : 'unknown');
    if (!initializer) return;
    if (initializer.kind === 'measure-expression') {
      this.#measure(initializer.operand, name, statement);
      return;
    }
    const value = state.evaluate(initializer);
    const isZero = isValue(value) && integerValue(value) === 0n;
    if (!isZero)
      state.refuse(
        initializer,
        `The initial value of '${name.name}'`,
        'bits start at 0 and only measurements set them',
      );
  }

  #declareInput(statement: ClassicalDeclaration, symbol: ProgramSymbol): void {
    const state = this.#state;
    const given = this.#inputs.get(symbol.name);
    const { kind } = symbol.type;
    const type =
      kind === 'angle' || kind === 'float' || kind === 'int' || kind === 'uint' || kind === 'bool' ? kind : undefined;
    if (type === undefined) {
      state.refuse(statement, `Input '${symbol.name}'`, 'inputs are numbers or angles');
    } else if (given !== undefined) {
      state.values.set(symbol.id, givenValue(given, type));
    } else {
      const index = state.parameters.length;
      const source = state.isInMainText ? { source: { start: statement.name.start, end: statement.name.end } } : {};
      state.parameters.push({ name: symbol.name, type, ...source });
      state.angles.set(symbol.id, parameterAngle(index));
    }
  }

  #setValue(symbol: ProgramSymbol, value: Evaluation): void {
    const converted = isValue(value) ? convertValue(value, symbol.type) : undefined;
    if (converted === undefined) this.#state.values.delete(symbol.id);
    else this.#state.values.set(symbol.id, converted);
  }

  #assign(statement: AssignmentStatement): void {
    const state = this.#state;
    const { target, operator, value } = statement;
    if (value.kind === 'measure-expression') {
      this.#measure(value.operand, target, statement);
      return;
    }
    const symbol = target.kind === 'identifier' ? state.symbolOf(target) : undefined;
    const isBits = symbol?.type.kind === 'bit' || target.kind === 'index';
    if (!symbol || isBits) {
      state.refuse(statement, 'This assignment', 'bits and array elements are set only by measurements');
      return;
    }
    if (state.conditionDepth > 0) {
      state.refuse(statement, 'This assignment', 'whether it happens is known only during the run');
      return;
    }
    if (operator === '=') {
      this.#setValue(symbol, state.evaluate(value));
      return;
    }
    const sum = { kind: 'binary', start: statement.start, end: statement.end, left: target, right: value } as const;
    const binary = compoundOperators.get(operator);
    this.#setValue(symbol, binary ? state.evaluate({ ...sum, operator: binary }) : 'not-constant');
  }

  #measure(operand: Expression, target: Expression | undefined, statement: Statement | MeasureStatement): void {
    const state = this.#state;
    const qubits = state.elements(operand)?.elements;
    const bits = target && this.#bitsOf(target);
    if (!qubits || (target && !bits)) return;
    if (bits && bits.length !== qubits.length) {
      state.report(diagnose('QAS5005', statement, `${qubits.length} qubits`, `${bits.length} bits`));
      return;
    }
    qubits.forEach((qubit, index) => {
      const bit = bits?.[index];
      state.emit({ kind: 'measure', qubit, ...(bit !== undefined && { bit }), source: state.source });
    });
  }

  #bitsOf(target: Expression): readonly number[] | undefined {
    let root = target;
    while (root.kind === 'index') root = root.base;
    const symbol = root.kind === 'identifier' ? this.#state.symbolOf(root) : undefined;
    if (symbol && symbol.type.kind !== 'bit') {
      return this.#state.refuse(
        target,
        'A measurement into a variable that is not a bit',
        `declare '${symbol.name}' as bit`,
      );
    }
    return this.#state.elements(target)?.elements;
  }

  #barrier(operands: readonly Expression[]): void {
    const state = this.#state;
    const all = operands.length === 0 ? Array.from({ length: state.qubitCount }, (_, qubit) => qubit) : [];
    const qubits = [...new Set([...all, ...operands.flatMap((operand) => state.elements(operand)?.elements ?? [])])];
    state.emit({ kind: 'barrier', qubits, source: state.source });
  }

  #expression(expression: Expression): Flow {
    const state = this.#state;
    const symbol = expression.kind === 'call' ? state.symbolOf(expression.callee) : undefined;
    if (expression.kind === 'call' && symbol?.subroutine) {
      lowerSubroutineCall(expression, symbol, state, (body) => this.all(body.statements));
    } else if (symbol?.kind === 'extern') {
      state.refuse(expression, `External function '${symbol.name}'`, 'what it does is not known here');
    }
    return 'next';
  }

  #if(statement: IfStatement): Flow {
    const condition = lowerCondition(statement.condition, this.#state);
    if (condition === undefined) return 'next';
    if (condition === true) return this.all(statement.body.statements);
    if (condition === false) return statement.otherwise ? this.all(statement.otherwise.statements) : 'next';
    this.#conditional(condition, statement.body, statement.otherwise);
    return 'next';
  }

  #conditional(condition: Condition, body: Block, otherwise: Block | undefined): void {
    const state = this.#state;
    const { source } = state;
    const then = this.#branch(body);
    const rest = otherwise ? this.#branch(otherwise) : [];
    state.emit({ kind: 'conditional', condition, body: then, otherwise: rest, source });
  }

  /** The operations of a branch that may or may not be taken. */
  #branch(block: Block): ReturnType<LoweringState['collect']> {
    const state = this.#state;
    return state.collect(() => {
      state.conditionDepth++;
      const flow = this.all(block.statements);
      state.conditionDepth--;
      if (flow !== 'next')
        state.refuse(block, 'This branch', 'whether it leaves the loop or program is known only during the run');
    });
  }

  #for(statement: ForStatement): Flow {
    const state = this.#state;
    const symbol = state.symbolOf(statement.variable);
    for (const value of loopValues(statement, state)) {
      if (symbol) {
        const converted = convertValue(value, symbol.type) ?? value;
        state.values.set(symbol.id, converted);
      }
      state.countStep();
      const flow = this.all(statement.body.statements);
      if (flow === 'break') break;
      if (flow === 'return' || flow === 'stop') return flow;
    }
    return 'next';
  }

  #while(statement: WhileStatement): Flow {
    const state = this.#state;
    for (;;) {
      const condition = lowerCondition(statement.condition, state);
      if (condition === undefined || condition === false) return 'next';
      if (condition !== true) {
        state.refuse(statement.condition, `'while'`, 'how often it repeats is known only during the run');
        return 'next';
      }
      state.countStep();
      const flow = this.all(statement.body.statements);
      if (flow === 'break') return 'next';
      if (flow === 'return' || flow === 'stop') return flow;
    }
  }

  #switch(statement: SwitchStatement): Flow {
    const state = this.#state;
    const { subject, cases } = statement;
    const value = state.evaluate(subject);
    const fallback = cases.find(({ labels }) => labels === undefined)?.body;
    if (isValue(value)) {
      const matching = cases.find(({ labels }) =>
        labels?.some((label) => {
          const candidate = state.evaluate(label);
          return isValue(candidate) && integerValue(candidate) === integerValue(value);
        }),
      );
      const body = matching?.body ?? fallback;
      return body ? this.all(body.statements) : 'next';
    }
    const branches = cases.filter(({ labels }) => labels !== undefined);
    const lower = (index: number): void => {
      const branch = branches[index];
      if (!branch) {
        if (fallback) this.all(fallback.statements);
        return;
      }
      const conditions = (branch.labels ?? []).map((right) => {
        const { start, end } = right;
        return lowerCondition({ kind: 'binary', operator: '==', left: subject, right, start, end }, state);
      });
      const condition = conditions.reduce((left, right) => joinedByOr(left, right));
      if (condition === undefined || typeof condition === 'boolean') return;
      const { source } = state;
      const body = this.#branch(branch.body);
      const otherwise = state.collect(() => {
        state.conditionDepth++;
        lower(index + 1);
        state.conditionDepth--;
      });
      state.emit({ kind: 'conditional', condition, body, otherwise, source });
    };
    lower(0);
    return 'next';
  }

  #jump({ keyword }: JumpStatement): Flow {
    return keyword === 'end' ? 'stop' : keyword;
  }
}

function joinedByOr(
  left: boolean | Condition | undefined,
  right: boolean | Condition | undefined,
): boolean | Condition | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (typeof left === 'boolean') return left ? true : right;
  if (typeof right === 'boolean') return right ? true : left;
  return { kind: 'or', left, right };
}
