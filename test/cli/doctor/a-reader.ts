import { type ExpectedStack, resourcesOf } from '../../../cli/doctor/expected.ts';
import type { Reader } from '../../../cli/doctor/reader.ts';
import { at } from '../../lambdas/at.ts';

/** A reader of an installation in which all is well: every stack is as expected. */
export const aReader = (stacks: readonly ExpectedStack[], overrides: Partial<Reader> = {}): Reader => {
  const propertiesOf = (type: string, has: (id: string, properties: Record<string, unknown>) => boolean) =>
    stacks
      .flatMap(({ template }) => resourcesOf(template, type))
      .find(({ logicalId, properties }) => has(logicalId, properties))?.properties;
  const hub = stacks.find(({ name }) => name === 'TagEnforcement-Hub');
  const topics = hub ? resourcesOf(hub.template, 'AWS::SNS::Topic') : [];
  const nameOf = (reference: unknown): unknown =>
    topics.find(({ logicalId }) => JSON.stringify(reference) === JSON.stringify({ Ref: logicalId }))
      ?.properties.TopicName;
  return {
    stack: async (name) => {
      const found = stacks.find((one) => one.name === name);
      return found ? { status: 'UPDATE_COMPLETE', template: found.template, physicalIds: new Map() } : null;
    },
    rule: async (id) => {
      const found = propertiesOf('AWS::Events::Rule', (logicalId) => logicalId === id);
      if (!found) return null;
      const { State = 'ENABLED', EventPattern = null, ScheduleExpression = null } = found;
      return {
        state: String(State),
        pattern: EventPattern,
        schedule: ScheduleExpression === null ? null : String(ScheduleExpression),
      };
    },
    trustOf: async (roleName) =>
      propertiesOf('AWS::IAM::Role', (_, { RoleName }) => RoleName === roleName)?.AssumeRolePolicyDocument ??
      null,
    messages: async () => 0,
    stateMachineStatus: async () => 'ACTIVE',
    executions: async () => [
      { status: 'RUNNING', startedAt: at(0) },
      { status: 'SUCCEEDED', startedAt: at(-10) },
    ],
    subscriptions: async () =>
      (hub ? resourcesOf(hub.template, 'AWS::SNS::Subscription') : []).map(({ properties }) => ({
        topicArn: `arn:aws:sns:us-west-2:652235167018:${nameOf(properties.TopicArn)}`,
        protocol: 'email',
        endpoint: String(properties.Endpoint),
        isConfirmed: true,
      })),
    trails: async () => [
      {
        arn: 'arn:aws:cloudtrail:us-west-2:1:trail/ours',
        isLogging: true,
        selectors: { basic: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }], advanced: [] },
      },
    ],
    parameter: async () => 'no',
    sessions: async () => [],
    costTag: async () => ({ isActive: true, changedAt: '2026-09-01T00:00:00Z' }),
    ...overrides,
  };
};
