import type { IbmPrimitives } from '../backendConfiguration.ts';

/**
 * What IBM's sampler or estimator is told of how to run its circuits, in the places of the REST interface.
 * @param primitive whose options are meant: levels of resilience are the estimator's
 */
export function primitiveParams(
  primitive: 'sampler' | 'estimator',
  { dynamicalDecoupling: decoupling, resilienceLevel, twirling }: IbmPrimitives,
) {
  const options = {
    ...(decoupling && {
      dynamical_decoupling: {
        ...told('enable', decoupling.enable),
        ...told('sequence_type', decoupling.sequenceType),
        ...told('extra_slack_distribution', decoupling.extraSlackDistribution),
        ...told('scheduling_method', decoupling.schedulingMethod),
        ...told('skip_reset_qubits', decoupling.skipResetQubits),
      },
    }),
    ...(twirling && {
      twirling: {
        ...told('enable_gates', twirling.enableGates),
        ...told('enable_measure', twirling.enableMeasure),
        ...told('num_randomizations', twirling.numRandomizations),
        ...told('shots_per_randomization', twirling.shotsPerRandomization),
        ...told('strategy', twirling.strategy),
      },
    }),
  };
  return {
    ...(primitive === 'estimator' ? told('resilience_level', resilienceLevel) : {}),
    ...(Object.keys(options).length === 0 ? {} : { options }),
  };
}

/** The seconds after which a job is ended, in the place of the REST interface. */
export function executionLimit({ maxExecutionTime }: IbmPrimitives): { readonly cost?: number } {
  return maxExecutionTime === undefined ? {} : { cost: maxExecutionTime };
}

function told<Value>(name: string, value: Value | undefined): Readonly<Record<string, Value>> {
  return value === undefined ? {} : { [name]: value };
}
