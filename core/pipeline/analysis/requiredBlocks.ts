import type { Diagnostic } from '#core/base/diagnostic.ts';
import { rangeAt } from '#core/base/yaml/sourceNode.ts';
import type { CheckContext } from './checkContext.ts';

/** Blocks that only some patterns and tasks need, and so the schema cannot ask for: HP004. */
export function checkRequiredBlocks(context: CheckContext): Diagnostic[] {
  const { definition, root } = context;
  const { quantum } = definition;
  const found: Diagnostic[] = [];
  const missing = (key: string, block: readonly string[], why: string) => {
    const message = `The key \`${key}\` is missing${block.length > 0 ? ` in \`${block.join('.')}\`` : ''}: ${why}.`;
    found.push({ code: 'HP004', severity: 'error', message, range: rangeAt(root, [...block, key]) });
  };
  const tabular = definition.task !== 'optimisation' && definition.task !== 'ground-state';
  if (tabular && !definition.data) missing('data', [], `the task ${definition.task} learns from a table`);
  if (!tabular && !definition.problem) missing('problem', [], `the task ${definition.task} needs a problem to solve`);
  const needsEncoding = tabular && !quantum.circuit && !quantum.featureMap;
  if (needsEncoding)
    missing('featureMap', ['quantum'], 'the circuit must take in the features, by featureMap or circuit');
  if (definition.pattern === 'variational-loop' && !quantum.ansatz && !quantum.circuit)
    missing('ansatz', ['quantum'], 'a variational loop trains a circuit, given by ansatz or circuit');
  const trained = definition.pattern === 'quantum-features' && quantum.ansatz !== undefined;
  if (trained && !definition.optimise && definition.interface?.parameters?.init !== 'file')
    missing('optimise', [], 'the ansatz is trained for the kernel, unless its parameters come from a file');
  if (trained && definition.optimise && !quantum.kernel)
    missing('kernel', ['quantum'], 'the ansatz of quantum-features is trained for a kernel');
  else if (definition.head?.inputs?.includes('kernel') && !quantum.kernel)
    missing('kernel', ['quantum'], 'the head learns from a kernel');
  return found;
}
