import { failed, type Result } from '#core/base/result.ts';
import type { ImportedCircuit, ImportProblem } from './importedCircuit.ts';

export function importQuil(_text: string): Result<ImportedCircuit, readonly ImportProblem[]> {
  return failed([{ message: 'Circuits cannot be read from Quil files yet.', range: { start: 0, end: 0 } }]);
}
