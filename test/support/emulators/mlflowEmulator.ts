import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Entry {
  readonly key: string;
  readonly value: string;
}

/** A run as the emulated server has it. */
export interface EmulatedRun {
  readonly id: string;
  readonly experiment: string;
  status: string;
  endTime?: number | undefined;
  isDeleted: boolean;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: { key: string; value: number; timestamp: number; step: number }[];
  readonly artifacts: Map<string, string>;
  readonly dataSets: unknown[];
}

export interface MlflowEmulator {
  readonly url: string;
  readonly runs: EmulatedRun[];
  /** Names by id. */
  readonly experiments: Map<string, string>;
  /** `authorization` headers of all requests. */
  readonly authorizations: (string | undefined)[];
  /** Called before each request; a status it returns is the answer. */
  fault: (path: string) => number | undefined;
  close(): Promise<void>;
}

/** The fields of all requests; a call reads those of its own. */
interface Body {
  readonly name: string;
  readonly experiment_id: string;
  readonly experiment_ids: readonly string[];
  readonly filter: string;
  readonly run_id: string;
  readonly status: string;
  readonly end_time?: number;
  readonly tags: readonly Entry[];
  readonly params: readonly Entry[];
  readonly metrics: EmulatedRun['metrics'];
  readonly datasets: readonly unknown[];
}

class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** MLflow's REST interface as far as an exporter uses it, with its limits, in this process. */
export async function startMlflowEmulator(): Promise<MlflowEmulator> {
  const experiments = new Map<string, string>();
  const runs: EmulatedRun[] = [];
  const authorizations: (string | undefined)[] = [];

  const runOf = (id: string): EmulatedRun => {
    const run = runs.find((candidate) => candidate.id === id);
    if (!run) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', `No run ${id}`);
    return run;
  };
  const shown = (run: EmulatedRun) => ({
    info: {
      run_id: run.id,
      status: run.status,
      ...(run.endTime === undefined ? {} : { end_time: run.endTime }),
      artifact_uri: `mlflow-artifacts:/${run.experiment}/${run.id}/artifacts`,
    },
    data: { tags: [...run.tags].map(([key, value]) => ({ key, value })) },
  });
  const setTags = (run: EmulatedRun, tags: readonly Entry[]) => {
    for (const { key, value } of tags) run.tags.set(checkedKey(key), checkedValue(value));
  };

  const calls: Record<string, (body: Body, query: URLSearchParams) => unknown> = {
    '/mlflow/experiments/get-by-name': (_body, query) => {
      const found = [...experiments].find(([, name]) => name === query.get('experiment_name'));
      if (!found) throw new Refusal(404, 'RESOURCE_DOES_NOT_EXIST', 'No such experiment');
      return { experiment: { experiment_id: found[0], lifecycle_stage: 'active' } };
    },
    '/mlflow/experiments/create': ({ name }) => {
      if ([...experiments.values()].includes(name)) throw new Refusal(400, 'RESOURCE_ALREADY_EXISTS', 'It exists');
      experiments.set(String(experiments.size + 1), name);
      return { experiment_id: String(experiments.size) };
    },
    '/mlflow/runs/create': ({ experiment_id: experiment, tags }) => {
      const run: EmulatedRun = {
        id: `run${runs.length + 1}`,
        experiment,
        status: 'RUNNING',
        isDeleted: false,
        params: new Map(),
        tags: new Map(),
        metrics: [],
        artifacts: new Map(),
        dataSets: [],
      };
      setTags(run, tags);
      runs.push(run);
      return { run: shown(run) };
    },
    '/mlflow/runs/update': ({ run_id: id, status, end_time: endTime }) => {
      Object.assign(runOf(id), { status, endTime });
      return {};
    },
    '/mlflow/runs/delete': ({ run_id: id }) => {
      runOf(id).isDeleted = true;
      return {};
    },
    '/mlflow/runs/log-batch': (body) => {
      const {
        metrics,
        params,
        run_id: id,
        tags,
      } = body as unknown as {
        run_id: string;
        metrics: EmulatedRun['metrics'];
        params: Entry[];
        tags: Entry[];
      };
      const total = metrics.length + params.length + tags.length;
      if (total > 1000 || params.length > 100 || tags.length > 100 || JSON.stringify(body).length > 1_000_000) {
        throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'The batch is too large');
      }
      const run = runOf(id);
      for (const { key, value } of params) {
        if ((run.params.get(key) ?? value) !== value) throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'It is set');
        run.params.set(checkedKey(key), checkedValue(value));
      }
      setTags(run, tags);
      for (const metric of metrics) {
        checkedKey(metric.key);
        if (typeof metric.value !== 'number') throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'Not a number');
        run.metrics.push(metric);
      }
      return {};
    },
    '/mlflow/runs/log-inputs': ({ datasets, run_id: id }) => {
      runOf(id).dataSets.push(...datasets);
      return {};
    },
    '/mlflow/runs/search': ({ experiment_ids: ids, filter }) => {
      const [, key = '', value] = /^tags\.`([^`]+)` = '([^']*)'$/.exec(filter) ?? [];
      const found = runs.filter((run) => !run.isDeleted && ids.includes(run.experiment) && run.tags.get(key) === value);
      return found.length === 0 ? {} : { runs: found.map(shown) };
    },
  };

  const emulator: MlflowEmulator = {
    url: '',
    runs,
    experiments,
    authorizations,
    fault: () => undefined,
    close: () => new Promise((done) => server.close(() => done())),
  };

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const path = url.pathname.replace(/^\/api\/2\.0/, '');
    authorizations.push(request.headers.authorization);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const send = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    const fault = emulator.fault(path);
    if (fault !== undefined) return send(fault, { error_code: 'FAULT', message: 'As planned' });
    try {
      const [, run, file] = /^\/mlflow-artifacts\/artifacts\/[^/]+\/([^/]+)\/artifacts\/(.+)$/.exec(path) ?? [];
      if (request.method === 'PUT' && run !== undefined && file !== undefined) {
        runOf(run).artifacts.set(decodeURIComponent(file), text);
        return send(200, {});
      }
      const call = calls[path];
      if (!call) throw new Refusal(404, 'ENDPOINT_NOT_FOUND', `No ${path}`);
      return send(200, call(text === '' ? {} : JSON.parse(text), url.searchParams));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) return send(500, { error_code: 'INTERNAL_ERROR', message: String(thrown) });
      return send(thrown.status, { error_code: thrown.code, message: thrown.message });
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return Object.assign(emulator, { url: `http://127.0.0.1:${port}` });
}

function checkedKey(key: string): string {
  if (/^[\w\-. /]{1,250}$/.test(key) && !/\/\/|^\/|\/$|(^|\/)\.\.?(\/|$)/.test(key)) return key;
  throw new Refusal(400, 'INVALID_PARAMETER_VALUE', `Invalid name '${key}'`);
}

function checkedValue(value: string): string {
  if (typeof value === 'string' && [...value].length <= 250) return value;
  throw new Refusal(400, 'INVALID_PARAMETER_VALUE', 'The value is too long');
}
