import * as z from 'zod';

/** What a run may have to ask a person about: a limit of its budget that is reached, a chain without a working link, or the cost of the first job. */
const decisionTopics = [
  'shots.perCircuit',
  'shots.perRun',
  'jobs',
  'time.queue',
  'time.run',
  'time.total',
  'cost.perRun',
  'cost.perMonth',
  'chain.exhausted',
  'cost.approval',
] as const;
export type DecisionTopic = (typeof decisionTopics)[number];

/**
 * `continue` goes past the limit, as far as the question says, or tries again what has failed; `fallback` does the rest
 * classically; `stop` ends the run, which can be resumed.
 */
export const runChoices = ['continue', 'fallback', 'stop'] as const;
export type RunChoice = (typeof runChoices)[number];

/** What a run asks before it goes on. */
export const runQuestionSchema = z.object({
  topic: z.enum(decisionTopics),
  /** What is the matter, in one sentence. */
  message: z.string(),
  /** The arithmetic: what was used, what comes next, the limit, what is left. */
  facts: z.array(z.object({ name: z.string(), value: z.string() })),
  /** What `continue` would do, in one sentence. */
  continuing: z.string(),
  /** The limit that `continue` allows, in the unit of the topic; absent where nothing is counted. */
  upTo: z.number().optional(),
  /** Of a cost that is to be agreed to: the currency of its limit. */
  currency: z.string().optional(),
});
export type RunQuestion = z.infer<typeof runQuestionSchema>;

/** What was decided, by whom, and where: in the editor, on a terminal, or beforehand by an option. */
export const runDecisionSchema = z.object({
  topic: z.enum(decisionTopics),
  choice: z.enum(runChoices),
  by: z.string(),
  via: z.enum(['editor', 'terminal', 'option']),
  /** Milliseconds since 1970. */
  time: z.number(),
  /** What was asked. */
  message: z.string(),
  /** The limit that was allowed. */
  upTo: z.number().optional(),
  /** Of a cost that was agreed to: on which backend, and the currency of its limit. Without a limit budgets alone hold. */
  backend: z.string().optional(),
  currency: z.string().optional(),
});
export type RunDecision = z.infer<typeof runDecisionSchema>;
