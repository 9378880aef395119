import { CalibrationBody } from '#core/openqasm/calibrationBody.ts';
import { StatementList } from '#core/openqasm/statementList.ts';

/** A node with all statements in it, as values that compare by content. */
export function nodeContent(value: unknown): unknown {
  if (value instanceof StatementList) return [...value].map(nodeContent);
  if (value instanceof CalibrationBody) {
    return { start: value.start, end: value.end, statements: nodeContent(value.statements) };
  }
  if (Array.isArray(value)) return value.map(nodeContent);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, nodeContent(part)]));
}
