import { executionName, keyNames } from '../../lambdas/domain/grace-period/execution-name.ts';
import type { OpenExecution } from '../../lambdas/domain/grace-period/open-grace-periods.ts';
import type { Launch } from '../../lambdas/domain/record/launch.ts';

/** The open execution of a launch, as read from its description. */
export const anOpenExecution = (launch: Launch, overrides: Partial<OpenExecution> = {}): OpenExecution => {
  const { cause = 'launch' } = overrides;
  return {
    name: executionName(launch, cause),
    startedAt: 0,
    cause,
    region: launch.region,
    keyNames: keyNames(launch),
    instanceIds: launch.instanceIds,
    eventTime: Date.parse(launch.eventTime),
    ...overrides,
  };
};

/** The same, as read from its name. */
export const anExecutionByName = (launch: Launch, overrides: Partial<OpenExecution> = {}): OpenExecution =>
  anOpenExecution(launch, {
    instanceIds: [],
    eventTime: null,
    keyNames: keyNames(launch).slice(0, 1),
    ...overrides,
  });
