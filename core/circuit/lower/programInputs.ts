import type { Analysis } from '#core/openqasm/analyseProgram.ts';
import type { Type } from '#core/openqasm/types.ts';
import { elementCount, elementLimit, placeIndices } from './classicalStore.ts';

/** A value that a program takes from outside. */
export interface ProgramInput {
  readonly name: string;
  readonly type: Type;
}

/** The inputs of a program in order; of an array every element by itself, named with its indices. */
export function programInputs({ symbols }: Pick<Analysis, 'symbols'>): ProgramInput[] {
  return symbols.flatMap(({ kind, name, type }) => {
    if (kind !== 'input') return [];
    if (type.kind !== 'array') return [{ name, type }];
    const shape = type.dimensions.filter((size) => typeof size === 'number');
    const count = Math.min(elementCount(shape), elementLimit);
    return Array.from({ length: count }, (_, place) => ({ name: elementName(name, place, shape), type: type.base }));
  });
}

/** The name of an element that is an input, such as `a[0]` or `a[1,0]`. */
export function elementName(array: string, place: number, shape: readonly number[]): string {
  return `${array}[${placeIndices(place, shape).join(',')}]`;
}
