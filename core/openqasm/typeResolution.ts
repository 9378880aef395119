import type { Expression, TypeNode } from './syntaxTree.ts';
import type { Size, Type } from './types.ts';

/**
 * Evaluates a width or size.
 * @returns undefined when it is not a whole number of at least `least`
 */
export type SizeEvaluation = (expression: Expression, what: string, least: number) => number | undefined;

/** The type a node writes, with its widths and sizes evaluated. */
export function resolveType(node: TypeNode, evaluateSize: SizeEvaluation, leastRegister: number): Type {
  const size = (expression: Expression | undefined, what: string, least: number): Size =>
    expression ? (evaluateSize(expression, what, least) ?? 'unknown') : 'scalar';
  switch (node.name) {
    case 'bit':
    case 'qubit':
      return { kind: node.name, size: size(node.size, 'the size of a register', leastRegister) };
    case 'int':
    case 'uint':
    case 'float':
    case 'angle':
      return { kind: node.name, width: node.size && evaluateSize(node.size, `the width of '${node.name}'`, 1) };
    case 'complex': {
      const base = node.base && resolveType(node.base, evaluateSize, leastRegister);
      return { kind: 'complex', width: base && 'width' in base ? base.width : undefined };
    }
    case 'array': {
      const base = node.base ? resolveType(node.base, evaluateSize, leastRegister) : { kind: 'none' as const };
      const dimensions = node.dimensions.map((each) => size(each, 'the size of an array', 0));
      if (node.dimensionCount) evaluateSize(node.dimensionCount, 'the number of dimensions', 1);
      return { kind: 'array', base, dimensions };
    }
    case 'bool':
    case 'duration':
    case 'stretch':
    case 'void':
      return { kind: node.name };
  }
}
