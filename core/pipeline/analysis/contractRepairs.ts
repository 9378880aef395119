import type { CheckContext } from './checkContext.ts';
import { add, type Repairs, remove, write } from './repairEdits.ts';

/** Repairs of what crosses the border to the circuit: HP101–HP113. */
export const contractRepairs: Repairs = {
  HP101: (context, path, _declared, width) => write(context, path, String(width), `Take ${width} features`, false),
  HP102: (context, path, _map, _needed, given) => {
    const qubits = path.at(-1) === 'use' ? fittingQubits(context, given) : undefined;
    return qubits === undefined
      ? undefined
      : write(context, ['quantum', 'qubits'], String(qubits), `Use ${counted(qubits, 'qubit')}`, false);
  },
  HP103: (context, _path, map) =>
    map === 'amplitude'
      ? add(context, ['preprocess'], '{ use: l2-normalize }', 'Add the step l2-normalize')
      : undefined,
  HP104: (context, path, _width, period) => {
    const isSigned = context.pipeline.interface.input.range[0] < 0;
    const half = period === 'pi' ? '"pi/2"' : 'pi';
    const whole = period === 'pi' ? 'pi' : '"2*pi"';
    const range = isSigned ? `[${half === 'pi' ? '-pi' : '"-pi/2"'}, ${half}]` : `[0, ${whole}]`;
    return write(context, path, range, `Narrow the range to ${range.replaceAll('"', '')}`);
  },
  HP105: (context) => add(context, ['preprocess'], '{ use: to-angle }', 'Add the step to-angle'),
  HP106: (context, path) =>
    write(
      context,
      [...path.slice(0, -1), 'with', 'sign'],
      'largest-loading-positive',
      'Make the largest loading positive',
    ),
  HP107: (context, path, _declared, actual) =>
    write(context, path, String(actual), `Declare ${counted(actual, 'parameter')}`, false),
  HP108: (context, path, observable) => remove(context, path, `Leave out ${observable}`, false),
  HP109: (context, path, _problem, instead) =>
    instead === undefined ? undefined : write(context, path, instead, `Use ${instead}`, false),
  HP114: (context, path, _problem, suggestion) =>
    suggestion === undefined ? undefined : write(context, path, suggestion, `Use ${suggestion}`),
  HP110: (context) =>
    write(
      context,
      context.definition.interface?.output ? ['interface', 'output', 'bitOrder'] : ['interface', 'output'],
      context.definition.interface?.output ? 'q0-right' : '{ kind: probabilities, bitOrder: q0-right }',
      'State that qubit 0 is at the right',
    ),
  HP111: (context, _path, _file, _problem, qubits) =>
    qubits === undefined
      ? undefined
      : write(context, ['quantum', 'qubits'], String(qubits), `Use ${counted(qubits, 'qubit')}`, false),
};

/** The qubits on which the feature map takes as many features; undefined where no number fits. */
function fittingQubits({ pipeline }: CheckContext, features: number): number | undefined {
  const { featureMap } = pipeline.quantum;
  if (!featureMap || !('use' in featureMap) || features < 1) return undefined;
  if (featureMap.use !== 'amplitude') return featureMap.use === 'hamiltonian' ? features + 1 : features;
  const qubits = Math.round(Math.log2(features));
  return qubits >= 1 && 2 ** qubits === features ? qubits : undefined;
}

function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
