import type { OffsetRange } from '#core/base/textRange.ts';
import { insertDefinitions } from '#core/openqasm/definitionPlace.ts';
import { gateDefinitionText } from '#core/openqasm/gateDefinitions.ts';
import type { Analysis } from '#core/openqasm/index.ts';
import { codeActionKinds } from '../../codeActionKinds.ts';
import type { ActionSource, OfferedAction } from './offeredAction.ts';

/** Names other languages have for standard gates, with what OpenQASM writes. */
const standardNames: ReadonlyMap<string, string> = new Map([
  ['cnot', 'cx'],
  ['CNOT', 'cx'],
  ['toffoli', 'ccx'],
  ['ccnot', 'ccx'],
  ['fredkin', 'cswap'],
  ['i', 'id'],
  ['si', 'sdg'],
  ['ti', 'tdg'],
  ['v', 'sx'],
  ['phaseshift', 'p'],
  ['cphaseshift', 'cp'],
  ['cu1', 'cp'],
]);

/** For a gate that is not defined but known elsewhere: its definition, or its name here. */
export const missingGate: ActionSource = ({ analysis, selection }) =>
  analysis.diagnostics
    .filter(({ code, range }) => code === 'QAS3001' && range.start <= selection.end && selection.start <= range.end)
    .flatMap(({ range }) => offersFor(analysis, range));

function offersFor(analysis: Analysis, range: OffsetRange): OfferedAction[] {
  const name = analysis.tree.text.slice(range.start, range.end);
  const offers: OfferedAction[] = [];
  const standard = standardNames.get(name);
  if (standard !== undefined && analysis.globalScope.names.get(standard)?.gate?.library) {
    offers.push({
      id: `name ${range.start}`,
      title: `Write '${standard}', the name of this gate in OpenQASM`,
      kind: codeActionKinds.quickFix,
      changes: () => [{ file: 0, replacements: [{ range, newText: standard }] }],
    });
  }
  const definition = gateDefinitionText(name, analysis.version.major);
  if (definition !== undefined) {
    offers.push({
      id: `define ${name}`,
      title: `Define gate '${name}'`,
      kind: codeActionKinds.quickFix,
      changes: () => [{ file: 0, replacements: [insertDefinitions(analysis, [definition], true)] }],
    });
  }
  return offers;
}
