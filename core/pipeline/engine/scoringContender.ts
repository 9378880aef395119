import { Failure } from '#core/base/failure.ts';
import { deriveSeed } from '#core/base/random.ts';
import type { EvaluationOutput } from '#core/circuit/evaluation.ts';
import { type Matrix, matrixFromRows, rowOf, selectColumns, selectRows } from '#core/learn/matrix.ts';
import type { TrainableCircuit } from '../circuits/assembleCircuit.ts';
import { readProduct } from '../circuits/readout.ts';
import type { LearningTarget } from '../data/learningData.ts';
import type { ResolvedPipeline } from '../schema/resolvedPipeline.ts';
import { fitAndPredict } from './classicalModel.ts';
import { decisionRule } from './classScores.ts';
import type { ContenderWork } from './contender.ts';
import { type CrossFitted, crossFitted } from './crossFitting.ts';
import type { EvaluatorChain } from './evaluatorChain.ts';
import { joinColumns } from './joinColumns.ts';
import type { Prediction } from './prediction.ts';
import type { PreparedSplit } from './preparedSplit.ts';
import { trainingGoal } from './trainingGoal.ts';
import { initialPoint } from './trainingLoop.ts';
import { bindingsOf, trainedPoint } from './variationalContender.ts';

/**
 * The pattern quantum-scoring: the circuit gives every row a score, and the head learns from the score and, if it is to,
 * from the features beside it. With `optimise` the parameters of the circuit are trained on the training rows first, and
 * again without each part of them for the scores of that part, so that the head never learns from the score of a row the
 * circuit was trained on; without, they are those of `interface.parameters.init`.
 * @param stream name of this contender's random streams
 */
export async function scoreAndPredict(
  pipeline: ResolvedPipeline,
  model: TrainableCircuit,
  chain: EvaluatorChain,
  split: PreparedSplit,
  work: ContenderWork,
  stream: string,
): Promise<Prediction> {
  const { head, optimise } = pipeline;
  if (!head) throw new Failure('invalid-input', 'A quantum-scoring pipeline needs a head.');
  if (head.inputs.includes('kernel'))
    throw new Failure(
      'invalid-input',
      'The head of a quantum-scoring pipeline learns from scores, not from a kernel.',
      {
        advice: 'Use inputs: [quantum, features].',
      },
    );
  const reading = scoreReading(pipeline, split.target);
  const scored = async (rows: Matrix, point: readonly number[], part: string): Promise<Matrix> => {
    const seed = deriveSeed(pipeline.seeds.sampler, stream, split.repeat, 'score', part);
    const bindings = bindingsOf(rows, point);
    const { circuit } = model;
    const answers = await chain.evaluate({ circuit, bindings, output: reading.output, seed }, work.signal);
    const scores = reading.scores(answers);
    return head.inputs.includes('features') ? joinColumns(scores, rows) : scores;
  };
  const rows = split.train.interface;
  const trains = optimise !== undefined && model.parameterCount > 0;
  if (trains) work.begin('train');
  const { parts, point } = trains
    ? await crossFitted(pipeline, split, work, (own, ownWork, name) => {
        const goal = trainingGoal(pipeline, optimise.loss, own);
        return trainedPoint(pipeline, model, chain, own, ownWork, `${stream}, ${name}`, goal);
      })
    : untrained(rows.rows, initialPoint(pipeline, model.parameterCount, split.repeat, 0));
  await work.breathe();
  work.begin('encode');
  const train = new Array<Float64Array>(rows.rows);
  for (const [index, { places, point: own }] of parts.entries()) {
    const part = await scored(selectRows(rows, places), own, parts.length === 1 ? 'train' : `part ${index + 1}`);
    places.forEach((place, row) => {
      train[place] = rowOf(part, row);
    });
  }
  const test = await scored(split.test.interface, point, 'test');
  work.advance(0.98, 'scores of all rows');
  await work.breathe();
  work.begin('fit');
  return await fitAndPredict(
    head,
    { kind: 'features', train: matrixFromRows(train), test, targets: split.train.targets, target: split.target },
    deriveSeed(pipeline.seeds.split, stream, split.repeat),
    work,
  );
}

/** Parameters that have seen no row. */
function untrained(rowCount: number, point: readonly number[]): CrossFitted {
  return { parts: [{ places: Array.from({ length: rowCount }, (_, row) => row), point }], point };
}

/** What to ask of the circuit, and the columns of scores in the answers. */
interface ScoreReading {
  readonly output: EvaluationOutput;
  readonly width: number;
  scores(answers: readonly Float64Array[]): Matrix;
}

/**
 * Scores are expectation values where the interface says so (of the observables named, else Z on qubit 0), and always
 * where the target is a number; else the probability of the second of two classes, or of each of more.
 */
function scoreReading(pipeline: ResolvedPipeline, target: LearningTarget): ScoreReading {
  const { quantum, interface: contract } = pipeline;
  const { kind } = contract.output;
  if (kind === 'expectation' || target.kind === 'numbers') {
    const texts = quantum.measure.observables ?? ['Z0'];
    const observables = texts.map((text) => readProduct(pipeline, text));
    return { output: { kind: 'expectations', observables }, width: observables.length, scores: matrixFromRows };
  }
  const classCount = target.classes.length;
  const rule = decisionRule(pipeline, classCount);
  if (classCount !== 2) return { output: rule.output, width: classCount, scores: (rows) => rule.probabilities(rows) };
  return { output: rule.output, width: 1, scores: (rows) => selectColumns(rule.probabilities(rows), [1]) };
}

/** How many columns of scores the head gets. */
export function scoreWidth(pipeline: ResolvedPipeline, target: LearningTarget): number {
  return scoreReading(pipeline, target).width;
}
