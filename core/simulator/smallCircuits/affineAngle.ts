import { type Angle, type AngleExpression, isRunTimeAngle } from '#core/circuit/angle.ts';
import { notFinite } from '#core/circuit/gateAngles.ts';

/**
 * An angle as a constant and a weighted sum of slots: offset + Σ coefficient · value(slot). Slots of a circuit are its
 * parameters, followed by expressions that are no such sum; see {@link AngleSlots}.
 */
export interface AffineAngle {
  readonly offset: number;
  readonly terms: ReadonlyMap<number, number>;
}

export function constantAngle(offset: number): AffineAngle {
  return { offset, terms: noTerms };
}

const noTerms: ReadonlyMap<number, number> = new Map();

export function addAngles(left: AffineAngle, right: AffineAngle): AffineAngle {
  if (right.terms.size === 0) return { offset: left.offset + right.offset, terms: left.terms };
  const terms = new Map(left.terms);
  for (const [slot, coefficient] of right.terms) {
    const sum = (terms.get(slot) ?? 0) + coefficient;
    if (sum === 0) terms.delete(slot);
    else terms.set(slot, sum);
  }
  return { offset: left.offset + right.offset, terms };
}

export function scaleAngle({ offset, terms }: AffineAngle, factor: number): AffineAngle {
  const scaled = new Map<number, number>();
  if (factor !== 0) for (const [slot, coefficient] of terms) scaled.set(slot, coefficient * factor);
  return { offset: offset * factor, terms: scaled };
}

export function isConstant({ terms }: AffineAngle): boolean {
  return terms.size === 0;
}

/** The slots of a circuit: its parameters, and the expressions that have to be evaluated for every binding. */
export class AngleSlots {
  readonly parameterCount: number;
  readonly #computed: AngleExpression[] = [];
  readonly #slots = new Map<string, number>();

  constructor(parameterCount: number) {
    this.parameterCount = parameterCount;
  }

  /** What stands in the slots after the parameters, in order. */
  get computed(): readonly AngleExpression[] {
    return this.#computed;
  }

  /** @throws RangeError for angles known only during the run; RunTimeFault for a number that is not finite */
  affine(angle: Angle): AffineAngle {
    if (typeof angle === 'number') {
      if (!Number.isFinite(angle)) throw notFinite(angle);
      return constantAngle(angle);
    }
    switch (angle.op) {
      case 'parameter':
        return { offset: 0, terms: new Map([[angle.index, 1]]) };
      case 'add':
        return addAngles(this.affine(angle.left), this.affine(angle.right));
      case 'subtract':
        return addAngles(this.affine(angle.left), scaleAngle(this.affine(angle.right), -1));
      case 'negate':
        return scaleAngle(this.affine(angle.operand), -1);
      case 'multiply':
        if (typeof angle.left === 'number') return scaleAngle(this.affine(angle.right), angle.left);
        if (typeof angle.right === 'number') return scaleAngle(this.affine(angle.left), angle.right);
        return this.#slotOf(angle);
      case 'divide':
        return typeof angle.right === 'number'
          ? scaleAngle(this.affine(angle.left), 1 / angle.right)
          : this.#slotOf(angle);
      default:
        return this.#slotOf(angle);
    }
  }

  #slotOf(expression: AngleExpression): AffineAngle {
    if (isRunTimeAngle(expression)) throw new RangeError('The angle is known only during the run.');
    const key = JSON.stringify(expression);
    let slot = this.#slots.get(key);
    if (slot === undefined) {
      slot = this.parameterCount + this.#computed.length;
      this.#computed.push(expression);
      this.#slots.set(key, slot);
    }
    return { offset: 0, terms: new Map([[slot, 1]]) };
  }
}
