import type { Angle } from '#core/circuit/angle.ts';
import type { Circuit, Condition, Operation } from '#core/circuit/circuit.ts';
import type { AssignmentTarget, ClassicalExpression } from '#core/circuit/classical.ts';
import { classicalText } from '#core/circuit/drawing/classicalText.ts';

/** The operations of a circuit, a line each, bodies indented: `x 0 if 1=1`, `c0 = (x + 1)`, `while c0 != 0`. */
export function circuitText(circuit: Circuit): string {
  return linesOf(circuit.operations, circuit).join('\n');
}

function linesOf(operations: readonly Operation[], circuit: Circuit): string[] {
  return operations.flatMap((operation) => operationLines(operation, circuit));
}

function operationLines(operation: Operation, circuit: Circuit): string[] {
  const within = (body: readonly Operation[]) => linesOf(body, circuit).map((line) => `  ${line}`);
  const text = (expression: ClassicalExpression) => expressionText(expression, circuit);
  switch (operation.kind) {
    case 'gate':
    case 'unitary': {
      const name = operation.kind === 'gate' ? operation.gate : operation.label;
      const parameters = operation.kind === 'gate' ? operation.parameters : [];
      const list = parameters.length > 0 ? `(${parameters.map((angle) => angleText(angle, circuit)).join(', ')})` : '';
      const controls = operation.controls.map(({ qubit, value }) => ` ${qubit}=${value}`).join('');
      return [`${name}${list}${operation.targets.map((qubit) => ` ${qubit}`).join('')}${controls && ` if${controls}`}`];
    }
    case 'measure':
      return [`measure ${operation.qubit}${operation.bit === undefined ? '' : ` -> ${operation.bit}`}`];
    case 'reset':
      return [`reset ${operation.qubit}`];
    case 'barrier':
      return [`barrier ${operation.qubits.join(' ')}`];
    case 'assign':
      return [`${targetText(operation.target, circuit)} = ${text(operation.value)}`];
    case 'conditional': {
      const otherwise = operation.otherwise.length > 0 ? ['else', ...within(operation.otherwise)] : [];
      return [`if ${conditionText(operation.condition, circuit)}`, ...within(operation.body), ...otherwise];
    }
    case 'while':
      return [`while ${conditionText(operation.condition, circuit)}`, ...within(operation.body)];
    case 'switch':
      return [
        `switch ${text(operation.subject)}`,
        ...operation.cases.flatMap(({ body, values }) => [`case ${values.join(', ')}`, ...within(body)]),
        ...(operation.otherwise.length > 0 ? ['default', ...within(operation.otherwise)] : []),
      ];
  }
}

function expressionText(expression: ClassicalExpression, circuit: Circuit): string {
  return classicalText(expression, {
    bits: (bits) => `c${bits.join(',')}`,
    variable: (variable) => circuit.variables?.[variable]?.name ?? `?${variable}`,
    parameter: (parameter) => circuit.parameters[parameter]?.name ?? `?${parameter}`,
  });
}

function angleText(angle: Angle, circuit: Circuit): string {
  if (typeof angle === 'number') return String(Number(angle.toPrecision(12)));
  return angle.op === 'classical' ? expressionText(angle.expression, circuit) : JSON.stringify(angle);
}

function targetText(target: AssignmentTarget, circuit: Circuit): string {
  const name =
    target.kind === 'bits' ? `c${target.bits.join(',')}` : (circuit.variables?.[target.variable]?.name ?? '?');
  const indices =
    target.kind === 'element' ? target.indices : target.kind === 'bits' && target.index ? [target.index] : [];
  return `${name}${indices.length > 0 ? `[${indices.map((index) => expressionText(index, circuit)).join(', ')}]` : ''}`;
}

function conditionText(condition: Condition, circuit: Circuit): string {
  switch (condition.kind) {
    case 'compare':
      return `c${condition.bits.join(',')} ${condition.operator} ${condition.value}`;
    case 'expression':
      return expressionText(condition.expression, circuit);
    case 'not':
      return `!(${conditionText(condition.operand, circuit)})`;
    case 'and':
    case 'or': {
      const operator = condition.kind === 'and' ? '&&' : '||';
      return `(${conditionText(condition.left, circuit)} ${operator} ${conditionText(condition.right, circuit)})`;
    }
  }
}
