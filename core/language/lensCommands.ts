/** Commands that code lenses and code actions carry; the extension registers them, other editors may too. */
export const lensCommands = {
  runPipeline: 'hybridQuantum.pipeline.run',
  runSuite: 'hybridQuantum.suite.run',
  lockPipeline: 'hybridQuantum.pipeline.lock',
  planPipeline: 'hybridQuantum.pipeline.plan',
  benchmarkPipeline: 'hybridQuantum.pipeline.benchmark',
  showScorecard: 'hybridQuantum.scorecard.show',
  showRollout: 'hybridQuantum.rollout.show',
  moveCredential: 'hybridQuantum.credential.move',
  simulateCircuit: 'hybridQuantum.circuit.simulate',
  sampleCircuit: 'hybridQuantum.circuit.histogram',
  showCircuit: 'hybridQuantum.circuit.show',
  planCircuit: 'hybridQuantum.circuit.plan',
  transpileCircuit: 'hybridQuantum.circuit.transpile',
} as const;
