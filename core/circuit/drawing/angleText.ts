import type { Angle } from '../angle.ts';
import type { CircuitParameter } from '../circuit.ts';
import type { ClassicalExpression } from '../classical.ts';

/** Denominators a multiple of π is shown with. */
const denominators = [1, 2, 3, 4, 5, 6, 8, 12, 16, 32] as const;

/**
 * An angle for people: multiples of π as such (`π/2`, `−3π/4`), other numbers with up to four significant digits,
 * expressions with the names of the parameters (`2·x[0]`).
 * @param computed the text of a value computed during the run
 */
export function angleText(
  angle: Angle,
  parameters: readonly CircuitParameter[],
  computed: (expression: ClassicalExpression) => string = () => '…',
): string {
  return expressionText(angle, { parameters, computed }, 0);
}

interface AngleNames {
  readonly parameters: readonly CircuitParameter[];
  computed(expression: ClassicalExpression): string;
}

/** Binding strength of what surrounds an expression: 0 nothing, 1 sum, 2 product, 3 power or sign. */
type Strength = 0 | 1 | 2 | 3;

function expressionText(angle: Angle, names: AngleNames, around: Strength): string {
  if (typeof angle === 'number') {
    const text = numberText(angle);
    return angle < 0 && around > 0 ? `(${text})` : text;
  }
  const bracketed = (text: string, own: Strength) => (around > own ? `(${text})` : text);
  const inner = (operand: Angle, strength: Strength) => expressionText(operand, names, strength);
  switch (angle.op) {
    case 'parameter':
      return names.parameters[angle.index]?.name ?? `parameter ${angle.index}`;
    case 'classical':
      return bracketed(names.computed(angle.expression), angle.expression.kind === 'binary' ? 0 : 3);
    case 'add':
      return bracketed(`${inner(angle.left, 1)}+${inner(angle.right, 1)}`, 1);
    case 'subtract':
      return bracketed(`${inner(angle.left, 1)}−${inner(angle.right, 2)}`, 1);
    case 'multiply':
      return bracketed(`${inner(angle.left, 2)}·${inner(angle.right, 2)}`, 2);
    case 'divide':
      return bracketed(`${inner(angle.left, 2)}/${inner(angle.right, 3)}`, 2);
    case 'power':
      return bracketed(`${inner(angle.left, 3)}^${inner(angle.right, 3)}`, 3);
    case 'negate':
      return bracketed(`−${inner(angle.operand, 3)}`, 1);
    default:
      return `${angle.op}(${inner(angle.operand, 0)})`;
  }
}

function numberText(value: number): string {
  if (value === 0) return '0';
  for (const denominator of denominators) {
    const numerator = (value * denominator) / Math.PI;
    const rounded = Math.round(numerator);
    if (rounded !== 0 && Math.abs(rounded) <= 64 && Math.abs(numerator - rounded) < 1e-10) {
      const size = Math.abs(rounded) === 1 ? '' : String(Math.abs(rounded));
      return `${rounded < 0 ? '−' : ''}${size}π${denominator === 1 ? '' : `/${denominator}`}`;
    }
  }
  const text = String(Number(value.toPrecision(4)));
  return text.replace('-', '−');
}
