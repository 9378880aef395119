import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import type { EmulatorAnswer } from '../emulatorServer.ts';
import { emulatedIonqDevices } from './emulatedIonqDevices.ts';
import { BadRequest } from './submission.ts';

const request = z.strictObject({
  backend: z.string(),
  settings: z
    .strictObject({
      job_count_limit: z.int32().min(1).optional(),
      duration_limit_min: z.int32().min(1).optional(),
      cost_limit: z.strictObject({ unit: z.string(), value: z.number() }).optional(),
    })
    .optional(),
});

export interface EmulatedSession {
  readonly id: string;
  readonly backend: string;
  readonly settings: z.infer<typeof request>['settings'];
  status: 'created' | 'started' | 'ended';
  /** Jobs that were submitted within it. */
  jobs: number;
}

/** Sessions of an account, which jobs are submitted within. */
export class EmulatedSessions {
  readonly all = new Map<string, EmulatedSession>();

  /** @throws BadRequest where the body is none that the interface documents */
  create(body: unknown): EmulatorAnswer {
    const parsed = request.safeParse(body);
    if (!parsed.success) throw new BadRequest(`"${parsed.error.issues[0]?.path.join('.')}" was invalid.`);
    const { backend, settings } = parsed.data;
    if (!emulatedIonqDevices.some((device) => device.backend === backend)) {
      throw new BadRequest(`Unknown backend ${backend}.`);
    }
    const session: EmulatedSession = { id: randomUUID(), backend, settings, status: 'created', jobs: 0 };
    this.all.set(session.id, session);
    return { status: 201, body: bodyOf(session) };
  }

  list(): EmulatorAnswer {
    return { status: 200, body: { organization_id: 'organization-1', sessions: [...this.all.values()].map(bodyOf) } };
  }

  /** Undefined where there is none of the id. */
  tell(id: string): EmulatorAnswer | undefined {
    const session = this.all.get(id);
    return session && { status: 200, body: bodyOf(session) };
  }

  end(id: string): EmulatorAnswer | undefined {
    const session = this.all.get(id);
    if (session) session.status = 'ended';
    return this.tell(id);
  }

  /** Counts a job in. @throws BadRequest where the session takes none */
  enter(id: string | undefined, backend: string): void {
    if (id === undefined) return;
    const session = this.all.get(id);
    if (session?.backend !== backend) throw new BadRequest(`There is no session ${id} on ${backend}.`);
    if (session.status === 'ended') throw new BadRequest(`The session ${id} has ended.`);
    if (session.jobs >= (session.settings?.job_count_limit ?? Number.POSITIVE_INFINITY)) {
      throw new BadRequest(`The session ${id} has had all of its jobs.`);
    }
    session.jobs++;
    session.status = 'started';
  }
}

function bodyOf({ backend, id, settings, status }: EmulatedSession): Record<string, unknown> {
  const at = '2026-08-20T00:00:00Z';
  return {
    id,
    created_at: at,
    organization_id: 'organization-1',
    backend,
    project_id: 'project-1',
    creator_id: 'user-1',
    started_at: status === 'created' ? null : at,
    ended_at: status === 'ended' ? at : null,
    ender_id: status === 'ended' ? 'user-1' : null,
    active: status !== 'ended',
    status,
    ...(settings ? { settings } : {}),
  };
}
