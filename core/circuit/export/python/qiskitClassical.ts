import type { OffsetRange } from '#core/base/textRange.ts';
import type { Circuit, Condition } from '../../circuit.ts';
import type {
  BinaryClassicalExpression,
  BitsExpression,
  CallClassicalExpression,
  CastClassicalExpression,
  ClassicalExpression,
  ClassicalType,
  ConstantExpression,
  ScalarType,
  UnaryClassicalExpression,
} from '../../classical.ts';
import { comparisonDecision } from '../comparedBits.ts';
import { resultIsOne, TooManyCases } from '../decision.ts';
import { type FormulaDialect, formulaOf, formulaText } from '../formula.ts';
import type { OmissionList } from '../omissionList.ts';
import type { PythonImports } from './pythonProgram.ts';
import { type PythonRegisters, wholeRegister } from './pythonRegisters.ts';
import { qiskitPopcount, qiskitRemainder, qiskitRotation } from './qiskitFunctions.ts';
import { checkedWidth, Inexpressible, integerOf, isInteger, literal, typeOf, widest, widthOf } from './qiskitValues.ts';

/** Functions of `qiskit.circuit.classical.expr` for operators on unsigned integers, floats and truth values. */
const functions = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '&': 'bit_and',
  '|': 'bit_or',
  '^': 'bit_xor',
  '<<': 'shift_left',
  '>>': 'shift_right',
  '==': 'equal',
  '!=': 'not_equal',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
  '&&': 'logic_and',
  '||': 'logic_or',
} as const;

type FunctionOperator = keyof typeof functions;

/** Of Qiskit's functions those whose expressions `AerSimulator` computes. */
const aerFunctions: ReadonlySet<string> = new Set(
  'lift cast bit_and bit_or bit_xor bit_not logic_and logic_or logic_not equal not_equal less less_equal greater greater_equal'.split(
    ' ',
  ),
);

export interface QiskitClassicalOptions {
  readonly circuit: Circuit;
  readonly imports: PythonImports;
  readonly registers: PythonRegisters;
  /** Names of `circuit.variables` and of the inputs that expressions read. */
  readonly variables: readonly string[];
  readonly inputs: readonly (string | undefined)[];
  readonly omissions: OmissionList;
}

/**
 * Writes what is computed during the run with `qiskit.circuit.classical`. Qiskit has truth values, unsigned integers and
 * floats of 64 bits; signed integers and angles of known width are written as unsigned ones of the same width, with
 * arithmetic that gives the same bits.
 */
export class QiskitClassical {
  readonly #options: QiskitClassicalOptions;
  #isBeyondAer = false;

  constructor(options: QiskitClassicalOptions) {
    this.#options = options;
  }

  /** A condition for `if_test` or `while_loop`; undefined, and reported, when there is none. */
  condition(condition: Condition, source: OffsetRange | undefined): string | undefined {
    return this.#orOmission('A condition', source, () => this.#condition(condition, true));
  }

  /** Something `switch` can look at. */
  subject(expression: ClassicalExpression, source: OffsetRange | undefined): string | undefined {
    if (expression.kind !== 'bits') this.#isBeyondAer = true;
    return this.#orOmission('A switch', source, () => this.#write(expression));
  }

  /** A value to store; a literal where that is enough. */
  value(expression: ClassicalExpression, source: OffsetRange | undefined): string | undefined {
    return this.#orOmission('A computation during the run', source, () =>
      expression.kind === 'constant' ? literal(expression) : this.#write(expression),
    );
  }

  /** The zero that a variable of a type starts with. */
  zero(type: ClassicalType, name: string, source: OffsetRange | undefined): string | undefined {
    return this.#orOmission(`The variable '${name}'`, source, () => {
      if (type.kind === 'array') throw new Inexpressible('Qiskit has no arrays; use one variable for each element');
      if (type.kind === 'bool') return `${this.#function('lift')}(False)`;
      if (type.kind === 'float') {
        if (type.width === 16 || type.width === 32) {
          this.#options.omissions.warning(
            `The variable '${name}'`,
            'Qiskit has only floats of 64 bits, so it is not rounded to fewer',
            source,
          );
        }
        return `${this.#function('lift')}(0.0)`;
      }
      return `${this.#function('lift')}(0, ${this.#type(type)})`;
    });
  }

  /** The type of a variable or input, as `qiskit.circuit.classical.types` has it. */
  type(type: ScalarType, what: string, source: OffsetRange | undefined): string | undefined {
    return this.#orOmission(what, source, () => this.#type(type));
  }

  /** The value to give to bit `position` of the stored number. */
  bitOf(value: string, position: number): string {
    return `${this.#function('index')}(${value}, ${position})`;
  }

  /** Whether something written so far is beyond what Qiskit's own simulator computes. */
  get isBeyondAer(): boolean {
    return this.#isBeyondAer;
  }

  /** A function of Qiskit that makes expressions. */
  readonly #function = (name: string): string => {
    if (!aerFunctions.has(name)) this.#isBeyondAer = true;
    return `${this.#options.imports.name('qiskit.circuit.classical', 'expr')}.${name}`;
  };

  #orOmission(what: string, source: OffsetRange | undefined, write: () => string): string | undefined {
    try {
      return write();
    } catch (thrown) {
      if (thrown instanceof TooManyCases) {
        this.#options.omissions.error(what, 'it depends on too many bits at once', source);
      } else if (thrown instanceof Inexpressible) this.#options.omissions.error(what, thrown.message, source);
      else throw thrown;
      return undefined;
    }
  }

  #type(type: ScalarType): string {
    const types = this.#options.imports.name('qiskit.circuit.classical', 'types');
    switch (type.kind) {
      case 'bool':
        return `${types}.Bool()`;
      case 'bits':
      case 'uint':
      case 'int':
        return `${types}.Uint(${checkedWidth(widthOf(type))})`;
      case 'angle':
        if (type.width === undefined) throw new Inexpressible('Qiskit has no angles without a width; use a float');
        return `${types}.Uint(${checkedWidth(type.width)})`;
      case 'float':
        this.#isBeyondAer = true;
        return `${types}.Float()`;
      case 'complex':
        throw new Inexpressible('Qiskit has no complex numbers in classical expressions');
    }
  }

  /** @param isAlone whether it is the whole condition, for which there are shorter forms */
  #condition(condition: Condition, isAlone: boolean): string {
    switch (condition.kind) {
      case 'compare':
        return this.#comparison(condition, isAlone);
      case 'expression': {
        const written = this.#write(condition.expression);
        return isAlone && condition.expression.kind === 'bits' ? `(${written}, 1)` : written;
      }
      case 'not':
        return `${this.#function('logic_not')}(${this.#condition(condition.operand, false)})`;
      case 'and':
      case 'or': {
        const [left, right] = [this.#condition(condition.left, false), this.#condition(condition.right, false)];
        return `${this.#function(`logic_${condition.kind}`)}(${left}, ${right})`;
      }
    }
  }

  #comparison(comparison: Extract<Condition, { kind: 'compare' }>, isAlone: boolean): string {
    const { registers } = this.#options;
    const { bits, operator, value } = comparison;
    const whole = wholeRegister(bits, registers.bits);
    if (whole && Number.isInteger(value) && value >= 0 && value < 2 ** bits.length && bits.length <= widest) {
      if (operator === '==' && isAlone) return `(${whole.name}, ${value})`;
      return `${this.#function(functions[operator])}(${whole.name}, ${value})`;
    }
    const formula = formulaOf(comparisonDecision(comparison, resultIsOne));
    if (isAlone && formula.kind === 'result') return `(${registers.bit(formula.result)}, ${formula.value})`;
    return formulaText(formula, this.#formulas);
  }

  /** Results are bits here. */
  get #formulas(): FormulaDialect {
    return {
      truth: (value) => `${this.#function('lift')}(${value ? 'True' : 'False'})`,
      result: (bit, value) => {
        const name = this.#options.registers.bit(bit);
        return value === 1 ? name : `${this.#function('logic_not')}(${name})`;
      },
      join: (kind, parts) => parts.reduceRight((rest, part) => `${this.#function(`logic_${kind}`)}(${part}, ${rest})`),
    };
  }

  #write(expression: ClassicalExpression): string {
    const { inputs, variables } = this.#options;
    switch (expression.kind) {
      case 'constant':
        return this.#constant(expression);
      case 'bits':
        return this.#bits(expression);
      case 'variable':
        return variables[expression.variable] ?? '';
      case 'parameter':
        return inputs[expression.index] ?? '';
      case 'element':
        throw new Inexpressible('Qiskit has no arrays; use one variable for each element');
      case 'unary':
        return this.#unary(expression);
      case 'binary':
        return this.#binary(expression);
      case 'cast':
        return this.#cast(expression);
      case 'call':
        return this.#builtin(expression);
      case 'concatenation':
        return this.#concatenation(expression.parts.map((part) => ({ text: this.#write(part), type: part.type })));
    }
  }

  #constant(constant: ConstantExpression): string {
    const { type } = constant;
    if (type.kind === 'float') this.#isBeyondAer = true;
    if (type.kind === 'bool' || type.kind === 'float') return `${this.#function('lift')}(${literal(constant)})`;
    return `${this.#function('lift')}(${literal(constant)}, ${this.#type(type)})`;
  }

  /** A literal may stand beside another operand, whose type it takes. */
  #operand(expression: ClassicalExpression, other: ClassicalExpression): string {
    const isLiteral = expression.kind === 'constant' && other.kind !== 'constant';
    return isLiteral ? literal(expression) : this.#write(expression);
  }

  #bits({ bits, type }: BitsExpression): string {
    const { registers } = this.#options;
    const [first] = bits;
    if (type.kind === 'bool') return first === undefined ? `${this.#function('lift')}(False)` : registers.bit(first);
    const whole = wholeRegister(bits, registers.bits);
    if (whole && bits.length <= widest) return whole.name;
    return this.#concatenation(bits.map((bit) => ({ text: registers.bit(bit), type: { kind: 'bool' } })));
  }

  /** Parts one after the other, the first one in the lowest places. */
  #concatenation(parts: readonly { readonly text: string; readonly type: ClassicalType }[]): string {
    const widths = parts.map(({ type }) => (type.kind === 'bits' ? type.width : 1));
    const width = widths.reduce((sum, each) => sum + each, 0);
    const type = this.#type({ kind: 'bits', width });
    let place = 0;
    const moved = parts.map(({ text }, index) => {
      const wide = `${this.#function('cast')}(${text}, ${type})`;
      const shifted = place === 0 ? wide : `${this.#function('shift_left')}(${wide}, ${place})`;
      place += widths[index] ?? 0;
      return shifted;
    });
    return moved.reduceRight((rest, part) => `${this.#function('bit_or')}(${part}, ${rest})`);
  }

  #unary({ operand, operator, type }: UnaryClassicalExpression): string {
    const inner = this.#write(operand);
    switch (operator) {
      case '!':
        return `${this.#function('logic_not')}(${inner})`;
      case '~':
        return `${this.#function(type.kind === 'bool' ? 'logic_not' : 'bit_not')}(${inner})`;
      case '-':
        return type.kind === 'float'
          ? `${this.#function('negate')}(${inner})`
          : `${this.#function('sub')}(${this.#function('lift')}(0, ${this.#type(type)}), ${inner})`;
    }
  }

  #binary(expression: BinaryClassicalExpression): string {
    const { left, operator, right } = expression;
    if (operator === 'bit') return this.#bitAccess(left, right);
    if (operator === '**') throw new Inexpressible("Qiskit has no '**' for values computed during the run");
    if (operator === '%') {
      if (left.type.kind === 'uint') {
        return qiskitRemainder(this.#write(left), this.#operand(right, left), this.#function);
      }
      throw new Inexpressible("Qiskit has '%' of unsigned integers only; use uint");
    }
    const isSigned = left.type.kind === 'int';
    if (isSigned && (operator === '/' || operator === '>>')) {
      throw new Inexpressible(
        `Qiskit has only unsigned integers, on which '${operator}' is another operation; use uint`,
      );
    }
    if (operator === '<<' || operator === '>>') {
      const amount = right.kind === 'constant' ? literal(right) : this.#write(right);
      return this.#call(operator, this.#write(left), amount);
    }
    if (isSigned && (operator === '<' || operator === '<=' || operator === '>' || operator === '>=')) {
      return this.#call(operator, this.#ordered(left), this.#ordered(right));
    }
    return this.#call(operator, this.#operand(left, right), this.#operand(right, left));
  }

  #builtin({ arguments: given, function: name, type }: CallClassicalExpression): string {
    const [first, second] = given;
    const width = first ? widthOf(typeOf(first)) : 0;
    if (name === 'mod' && first?.type.kind === 'uint' && second) {
      return qiskitRemainder(this.#write(first), this.#operand(second, first), this.#function);
    }
    if (name === 'popcount' && first) {
      return qiskitPopcount(
        Array.from({ length: width }, (_, bit) => this.#bitAccess(first, constantIndex(bit))),
        this.#type(type),
        this.#function,
      );
    }
    if ((name === 'rotl' || name === 'rotr') && first && second?.kind === 'constant') {
      const distance = (name === 'rotl' ? 1 : -1) * Number(second.value);
      return qiskitRotation(this.#write(first), width, distance, this.#function);
    }
    throw new Inexpressible(`Qiskit has no '${name}' for values computed during the run`);
  }

  #call(operator: FunctionOperator, left: string, right: string): string {
    return `${this.#function(functions[operator])}(${left}, ${right})`;
  }

  /** A signed integer as the unsigned one that stands at the same place in the order. */
  #ordered(expression: ClassicalExpression): string {
    const width = widthOf(typeOf(expression));
    if (expression.kind === 'constant') {
      const value = (integerOf(expression) + 2n ** BigInt(width - 1)) % 2n ** BigInt(width);
      return `${this.#function('lift')}(${value}, ${this.#type(typeOf(expression))})`;
    }
    return `${this.#function('bit_xor')}(${this.#write(expression)}, ${2n ** BigInt(width - 1)})`;
  }

  #bitAccess(value: ClassicalExpression, index: ClassicalExpression): string {
    if (index.kind !== 'constant') return `${this.#function('index')}(${this.#write(value)}, ${this.#write(index)})`;
    const width = 'width' in value.type ? (value.type.width ?? widest) : widest;
    const position = integerOf(index);
    const place = BigInt.asIntN(64, position);
    return this.bitOf(this.#write(value), Number(place < 0n ? place + BigInt(width) : place));
  }

  #cast({ operand, type }: CastClassicalExpression): string {
    const from = typeOf(operand);
    const inner = this.#write(operand);
    const cast = (text: string, to: ScalarType) => `${this.#function('cast')}(${text}, ${this.#type(to)})`;
    if (isInteger(from) && isInteger(type)) {
      const [narrow, wide] = [widthOf(from), widthOf(type)];
      if (narrow === wide) return inner;
      if (from.kind === 'angle' || type.kind === 'angle') {
        throw new Inexpressible('Qiskit has no angles, and a change of their width rounds');
      }
      if (from.kind !== 'int' || wide < narrow) return cast(inner, type);
      // The sign has to be spread: (x xor s) − s, with s the sign bit of the narrow type.
      const sign = 2n ** BigInt(narrow - 1);
      return `${this.#function('sub')}(${this.#function('bit_xor')}(${cast(inner, type)}, ${sign}), ${sign})`;
    }
    if (from.kind === 'bool' && isInteger(type)) return cast(inner, type);
    if (type.kind === 'bool' && isInteger(from)) return `${this.#function('not_equal')}(${inner}, 0)`;
    if (type.kind === 'bool' && from.kind === 'bool') return inner;
    if (type.kind === 'bool' && from.kind === 'float') return `${this.#function('not_equal')}(${inner}, 0.0)`;
    if (type.kind === 'float' && from.kind === 'float') return inner;
    if (type.kind === 'float' && (from.kind === 'uint' || from.kind === 'bool')) return cast(inner, type);
    if (type.kind === 'uint' && from.kind === 'float') return cast(inner, type);
    throw new Inexpressible(`Qiskit cannot convert ${from.kind} to ${type.kind} during the run`);
  }
}

function constantIndex(value: number): ConstantExpression {
  return { kind: 'constant', type: { kind: 'int' }, value };
}
