/** Examples of pipelines without a table, and the Hamiltonians and graphs of the workloads. */

/** H₂ at 0.735 Å in the form on two qubits. */
const hydrogenOnTwoQubits =
  '{ II: -1.052373245772859, IZ: 0.39793742484318045, ZI: -0.39793742484318045, ZZ: -0.01128010425623538, XX: 0.18093119978423156 }';

/** H₂ at 0.735 Å in the Jordan–Wigner form, qubit 0 at the left, spins alternating. */
export const hydrogenOnFourQubits = `{
    IIII: -0.090578994326, ZIII: 0.172183932969, IZII: 0.172183932969, IIZI: -0.225753487943, IIIZ: -0.225753487943,
    ZZII: 0.168927539071, IIZZ: 0.174643429904, ZIZI: 0.120912632534, IZIZ: 0.120912632534, ZIIZ: 0.166145432329,
    IZZI: 0.166145432329, XXYY: -0.045232799795, YYXX: -0.045232799795, XYYX: 0.045232799795, YXXY: 0.045232799795 }`;

/** A VQE of H₂ on two qubits with every block written out. */
export const hydrogenPipeline = `hybrid: 1
name: h2-vqe
pattern: variational-loop
task: ground-state
intent: research
owners: { science: chemistry, platform: platform-eng }
seeds: { root: 7 }
problem:
  kind: hamiltonian
  sense: min
  paulis: ${hydrogenOnTwoQubits}
  offset: 0.7199689944489797
  reference: -1.1373060357534
interface:
  input: { features: 0, range: [0, 0], normalization: none }
  parameters: { count: 8, range: [-pi, pi], periodic: true, init: uniform }
  output: { kind: energy, shape: [1], range: [-1.9, 1.6], observables: [IZ, ZI, ZZ, XX] }
quantum: { qubits: 2, ansatz: { use: real-amplitudes, reps: 3, entanglement: linear }, measure: { observables: [IZ, ZI, ZZ, XX] } }
optimise: { method: l-bfgs, maxIterations: 60, gradient: adjoint, loss: energy, tolerance: 1.0e-7, restarts: 3 }
backends:
  exact: { adapter: builtin-simulator, kind: simulator, qubits: 20 }
execution: { quantum: { state: active }, chain: [{ backend: exact }], onExhausted: fail }
budget: { time: { total: 10m }, exceed: stop, sameForBaseline: true }
confidence: { level: 0.95, halfWidth: 0.0016, of: energy, rule: normal }
benchmark:
  baselines: [{ id: exact, use: exact-diagonalisation }]
  sameSplit: true
  metrics: [{ name: energy-error, primary: true, better: lower }]
  repeats: 5
  interval: { method: t, level: 0.95 }
`;

/** QAOA for MaxCut on a ring of four with shots. */
export const ringPipeline = `hybrid: 1
name: ring-maxcut
pattern: variational-loop
task: optimisation
intent: vendor-evaluation
owners: { science: research-eng, platform: platform-eng }
seeds: { root: 42 }
problem: { kind: maxcut, sense: max, edges: [[0, 1], [0, 3], [1, 2], [2, 3]], reference: 4 }
interface:
  input: { features: 0, range: [0, 0], normalization: none }
  parameters: { count: 4, range: [0, pi], periodic: true, init: uniform }
  output: { kind: bitstring, shape: [4], range: [0, 1], bitOrder: q0-left }
quantum: { qubits: 4, ansatz: { use: qaoa, reps: 2 }, limits: { depth: 40 } }
optimise: { method: spsa, maxIterations: 150, gradient: none, loss: cut, restarts: 5, with: { calibrate: true }, checkpoint: { every: 25 } }
backends:
  local: { adapter: builtin-simulator, kind: simulator, qubits: 20, shots: 1000 }
  braket: { adapter: braket, device: "arn:aws:braket:us-east-1::device/qpu/ionq/Forte-1", kind: hardware, shots: 1000, credentials: { profile: quantum-lab }, region: us-east-1, price: { perTask: { amount: 0.3, currency: USD }, perShot: { amount: 0.08, currency: USD }, asOf: "2026-05-01" } }
execution:
  quantum: { state: shadow, flag: HYBRID_QUANTUM }
  chain: [{ backend: local }]
  onExhausted: classical
budget: { shots: { perCircuit: 1000, perRun: 40000000 }, cost: { perRun: { amount: 0, currency: USD } }, time: { total: 15m }, exceed: stop, sameForBaseline: true }
confidence: { level: 0.95, halfWidth: 0.1, of: expectation, rule: normal }
benchmark:
  baselines: [{ id: exact, use: brute-force }, { id: greedy, use: greedy }, { id: sa, use: simulated-annealing }]
  sameSplit: true
  metrics: [{ name: approximation-ratio, primary: true, better: higher }, { name: best-found, better: higher }]
  repeats: 20
  interval: { method: bootstrap, level: 0.95, resamples: 5000 }
`;

/** A short pipeline of QAOA for MaxCut at the best angles the exact simulator and L-BFGS find. */
export function cutPipeline(vertices: number, edges: readonly (readonly number[])[], layers: number): string {
  return `hybrid: 1
name: cut
pattern: variational-loop
task: optimisation
problem: { kind: maxcut, sense: max, edges: ${JSON.stringify(edges)} }
quantum: { qubits: ${vertices}, ansatz: { use: qaoa, reps: ${layers} } }
optimise: { method: l-bfgs, maxIterations: 100, restarts: ${4 * layers}, tolerance: 1.0e-8 }
benchmark:
  metrics: [{ name: approximation-ratio, primary: true }, { name: best-found }, { name: expected-value }]
  repeats: 1
`;
}
