import type { FurtherName, SyntaxNode } from './syntaxTree.ts';

/** The direct parts of a node in the order of the text, without those that are not written. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return parts(node)
    .flat()
    .filter((part) => part !== undefined)
    .sort((a, b) => a.start - b.start);
}

/**
 * A node and what is in it, in the order of the text, to any depth.
 * @param enters whether what is in a node is wanted too
 */
export function* nodesIn(node: SyntaxNode, enters: (node: SyntaxNode) => boolean = () => true): Generator<SyntaxNode> {
  const waiting = [node];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    yield next;
    if (enters(next)) for (const child of childrenOf(next).reverse()) waiting.push(child);
  }
}

function parts(node: SyntaxNode): (SyntaxNode | readonly SyntaxNode[] | undefined)[] {
  switch (node.kind) {
    case 'identifier':
    case 'missing':
    case 'integer':
    case 'float':
    case 'imaginary':
    case 'boolean':
    case 'timing':
    case 'bit-string':
    case 'hardware-qubit':
    case 'version':
    case 'include':
    case 'pragma':
    case 'annotation':
    case 'jump':
    case 'defcalgrammar':
    case 'cal':
    case 'unreadable':
      return [];
    case 'parenthesised':
      return [node.inner];
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'call':
      return [node.callee, node.arguments];
    case 'cast':
      return [node.type, node.argument];
    case 'index':
      return [node.base, node.selectors];
    case 'range':
      return [node.first, node.step, node.last];
    case 'set':
    case 'array-literal':
      return [node.elements];
    case 'durationof':
      return [node.body];
    case 'measure-expression':
    case 'reset':
      return [node.operand];
    case 'quantum-call':
      return [node.callee, node.arguments, node.operands];
    case 'type':
      return [node.size, node.base, node.dimensions, node.dimensionCount];
    case 'modifier':
      return [node.argument];
    case 'block':
      return [[...node.statements]];
    case 'qubit-declaration':
      return [node.name, node.size, furtherParts(node.further)];
    case 'classical-declaration':
      return [node.type, node.name, node.initializer, furtherParts(node.further)];
    case 'alias':
      return [node.name, node.value];
    case 'gate':
      return [node.name, node.parameters, node.qubits, node.body];
    case 'opaque':
      return [node.name, node.parameters, node.qubits];
    case 'parameter':
      return [node.type, node.name];
    case 'subroutine':
      return [node.name, node.parameters, node.returnType, node.body];
    case 'extern':
      return [node.name, node.parameterTypes, node.returnType];
    case 'gate-call':
      return [node.modifiers, node.name, node.arguments, node.duration, node.operands];
    case 'measure':
      return [node.operand, node.target];
    case 'barrier':
    case 'nop':
      return [node.operands];
    case 'delay':
      return [node.duration, node.operands];
    case 'box':
      return [node.duration, node.body];
    case 'assignment':
      return [node.target, node.value];
    case 'expression':
      return [node.expression];
    case 'if':
      return [node.condition, node.body, node.otherwise];
    case 'for':
      return [node.type, node.variable, node.iterable, node.body];
    case 'while':
      return [node.condition, node.body];
    case 'switch':
      return [node.subject, node.cases];
    case 'case':
      return [node.labels, node.body];
    case 'return':
      return [node.value];
    case 'defcal':
      // The body belongs to another grammar, whose names mean nothing here.
      return [node.name, node.parameters, node.operands, node.returnType];
  }
}

function furtherParts(names: readonly FurtherName[]): SyntaxNode[] {
  return names.flatMap(({ initializer, name, size }) => [name, size, initializer]).filter((part) => part !== undefined);
}
