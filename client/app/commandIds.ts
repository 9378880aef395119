/** The ids of all commands in the manifest; a test compares the two. */
export const commandIds = {
  runPipeline: 'hybridQuantum.pipeline.run',
  planPipeline: 'hybridQuantum.pipeline.plan',
  lockPipeline: 'hybridQuantum.pipeline.lock',
  runLocked: 'hybridQuantum.pipeline.runLocked',
  benchmarkPipeline: 'hybridQuantum.pipeline.benchmark',
  simulateCircuit: 'hybridQuantum.circuit.simulate',
  sampleCircuit: 'hybridQuantum.circuit.histogram',
  showCircuit: 'hybridQuantum.circuit.show',
  planCircuit: 'hybridQuantum.circuit.plan',
  exportCircuit: 'hybridQuantum.circuit.export',
  showScorecard: 'hybridQuantum.scorecard.show',
  keepScorecard: 'hybridQuantum.scorecard.keep',
  enterMeasure: 'hybridQuantum.scorecard.enter',
  exportScorecard: 'hybridQuantum.scorecard.export',
  showRollout: 'hybridQuantum.rollout.show',
  decideRollout: 'hybridQuantum.rollout.decide',
  showRuns: 'hybridQuantum.runs.show',
  refreshRuns: 'hybridQuantum.runs.refresh',
  openRun: 'hybridQuantum.run.open',
  cancelRun: 'hybridQuantum.run.cancel',
  resumeRun: 'hybridQuantum.run.resume',
  repeatRun: 'hybridQuantum.run.repeat',
  deleteRun: 'hybridQuantum.run.delete',
  newProject: 'hybridQuantum.project.new',
  addCredential: 'hybridQuantum.credential.add',
  testCredential: 'hybridQuantum.credential.test',
  rotateCredential: 'hybridQuantum.credential.rotate',
  removeCredential: 'hybridQuantum.credential.remove',
  moveCredential: 'hybridQuantum.credential.move',
  chooseProfile: 'hybridQuantum.credential.profile',
  signIn: 'hybridQuantum.account.signIn',
  signOut: 'hybridQuantum.account.signOut',
  addBackend: 'hybridQuantum.backend.add',
  testBackend: 'hybridQuantum.backend.test',
  configureBackends: 'hybridQuantum.backend.configure',
  showLog: 'hybridQuantum.log.show',
} as const;

export type CommandId = (typeof commandIds)[keyof typeof commandIds];

/** Other ids that the manifest and the code share. */
export const viewIds = {
  runs: 'hybridQuantum.runs',
  backends: 'hybridQuantum.backends',
  credentials: 'hybridQuantum.credentials',
} as const;
export const panelViewType = 'hybridQuantum.panel';
