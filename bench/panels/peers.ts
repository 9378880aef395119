import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { installedPeers } from './installedPeers.ts';

/** The peers as npm has them, and what the component of the first is drawn with. */
export const peerVersions = { 'qsharp-lang': '1.32.5-dev', 'quantum-circuit': '0.9.250', preact: '11.2.0' } as const;

/**
 * Scripts for a page, each of which leaves a function `draw(circuit, place)` in the window; that of quantum-circuit also
 * `simulator(qubits, layers)`, which gives a function from an angle to the amplitudes and chances of a state.
 */
export interface Peers {
  readonly qdk: { readonly script: string; readonly style: string };
  readonly quantumCircuit: { readonly script: string };
}

/**
 * Brings the peers into `.cache/` and bundles them for a page.
 * @throws Failure `unknown` when npm fails
 */
export async function bringPeers(): Promise<Peers> {
  const folder = await installedPeers('bench-panels-2', peerVersions, async (target) => {
    await bundle(target, 'qdk', qdkEntry);
    await bundle(target, 'quantumCircuit', quantumCircuitEntry);
  });
  const file = (name: string) => readFile(join(folder, name), 'utf8');
  return {
    qdk: { script: await file('qdk.js'), style: await file('node_modules/qsharp-lang/ux/qsharp-ux.css') },
    quantumCircuit: { script: await file('quantumCircuit.js') },
  };
}

async function bundle(folder: string, name: string, contents: string): Promise<void> {
  await build({
    stdin: { contents, resolveDir: folder, loader: 'tsx' },
    outfile: join(folder, `${name}.js`),
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'empty' },
    plugins: [compiledSources(join(folder, 'node_modules', 'qsharp-lang'))],
    external: ['fs'],
    define: { global: 'window' },
    logLevel: 'error',
  });
}

/** The published component imports sources of its package that are published only as they were compiled. */
function compiledSources(folder: string): Plugin {
  return {
    name: 'compiled-sources',
    setup(building) {
      building.onResolve({ filter: /\/src\/data-structures\// }, ({ path }) => ({
        path: join(folder, 'dist', 'data-structures', basename(path)),
      }));
    },
  };
}

const qdkEntry = `
import { render } from 'preact';
import { Circuit } from './node_modules/qsharp-lang/ux/circuit.tsx';
window.draw = ({ layers, qubits }, place) => {
  const circuit = {
    qubits: Array.from({ length: qubits }, (_, id) => ({ id })),
    componentGrid: layers.map((gates) => ({
      components: gates.map(({ gate, qubit }) => gate === 'h'
        ? { kind: 'unitary', gate: 'H', targets: [{ qubit }] }
        : { kind: 'unitary', gate: 'X', targets: [{ qubit: qubit + 1 }], controls: [{ qubit }] }),
    })),
  };
  render(<Circuit circuit={circuit} />, place);
};
`;

const quantumCircuitEntry = `
import QuantumCircuit from './node_modules/quantum-circuit/lib/quantum-circuit.js';
window.draw = ({ layers, qubits }, place) => {
  const circuit = new QuantumCircuit(qubits);
  layers.forEach((gates, column) => {
    for (const { gate, qubit } of gates) {
      if (gate === 'h') circuit.addGate('h', column, qubit);
      else circuit.addGate('cx', column, [qubit, qubit + 1]);
    }
  });
  place.innerHTML = circuit.exportSVG(true);
};
window.simulator = (qubits, layers) => {
  const circuit = new QuantumCircuit(qubits);
  const turned = [];
  for (let layer = 0; layer < layers; layer++) {
    for (let qubit = 0; qubit < qubits; qubit++) {
      for (const [gate, name, times] of [['ry', 'theta', qubit + 1], ['rz', 'phi', 1]]) {
        const params = { [name]: 0 };
        const id = circuit.appendGate(gate, qubit, { params });
        turned.push({ id, name, times });
      }
    }
    for (let qubit = 0; qubit + 1 < qubits; qubit++) circuit.appendGate('cx', [qubit, qubit + 1]);
  }
  const gates = new Map(circuit.gates.flat().filter(Boolean).map((gate) => [gate.id, gate]));
  return (angle) => {
    for (const { id, name, times } of turned) gates.get(id).options.params[name] = times * angle;
    circuit.run();
    return { amplitudes: circuit.stateAsArray(true), chances: circuit.probabilities() };
  };
};
`;
