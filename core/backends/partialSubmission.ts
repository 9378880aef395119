import { Failure } from '#core/base/failure.ts';

/** A submission that failed when a part of the job had arrived at the provider, and may be charged there. */
export class PartialSubmission extends Failure {}
