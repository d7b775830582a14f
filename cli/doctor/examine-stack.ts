import * as z from 'zod';
import { reasonOf } from '../../infra/error-reason.ts';
import { checkDeadLetters, checkRole, checkRule, checkStack } from './check-stack.ts';
import { checkTrails } from './check-trails.ts';
import { type Diagnosis, failed, ok } from './diagnosis.ts';
import { type ExpectedStack, resourcesOf } from './expected.ts';
import type { DeployedStack, Reader } from './reader.ts';

const Named = z.object({ RoleName: z.string(), AssumeRolePolicyDocument: z.unknown() });

/** Runs checks; if something cannot be read, the result is one failure with the reason, and the other checks go on. */
export const attempt = async (
  what: string,
  look: () => Promise<Diagnosis | readonly Diagnosis[]>,
): Promise<readonly Diagnosis[]> => {
  try {
    return [await look()].flat();
  } catch (error) {
    return [failed(`cannot check ${what}: ${reasonOf(error)}`)];
  }
};

/** How a rule refers to a bus of its own stack. */
const Reference = z.object({ Ref: z.string() });

type StackCheck = { readonly what: string; readonly run: () => Promise<Diagnosis> };

/** The checks of a stack's resources. */
const checksOf = (
  expected: ExpectedStack,
  seen: DeployedStack,
  reader: Reader,
  isHub: boolean,
): StackCheck[] => {
  const { template, name } = expected;
  const physicalId = (logicalId: string): string => seen.physicalIds.get(logicalId) ?? logicalId;
  const rules = resourcesOf(template, 'AWS::Events::Rule');
  const seeRule = (logicalId: string, { EventBusName }: Readonly<Record<string, unknown>>) => {
    const bus = Reference.safeParse(EventBusName).data;
    // For a custom bus, a rule's physical id is `<bus>|<rule>`.
    const [ruleName = logicalId] = physicalId(logicalId).split('|').reverse();
    return reader.rule(ruleName, bus ? physicalId(bus.Ref) : null);
  };
  const fromTrails = rules.some(
    ({ properties }) => properties.EventPattern !== undefined && properties.EventBusName === undefined,
  );
  return [
    ...(fromTrails ? [{ what: 'the trails', run: async () => checkTrails(await reader.trails()) }] : []),
    ...rules.map(({ logicalId, properties }) => ({
      what: `rule ${logicalId}`,
      run: async () => checkRule(logicalId, properties, await seeRule(logicalId, properties), name),
    })),
    ...resourcesOf(template, 'AWS::IAM::Role').flatMap(({ properties }) => {
      const role = Named.safeParse(properties);
      if (!role.success) return [];
      const { RoleName, AssumeRolePolicyDocument } = role.data;
      const look = async () =>
        checkRole(RoleName, AssumeRolePolicyDocument, await reader.trustOf(RoleName), name);
      return [{ what: `role ${RoleName}`, run: look }];
    }),
    ...resourcesOf(template, 'AWS::SQS::Queue')
      .filter(({ logicalId }) => logicalId.includes('DeadLetters'))
      .map(({ logicalId }) => ({
        what: `queue ${logicalId}`,
        run: async () => checkDeadLetters(logicalId, await reader.messages(physicalId(logicalId)), isHub),
      })),
    ...resourcesOf(template, 'AWS::StepFunctions::StateMachine').map(({ logicalId }) => ({
      what: `state machine ${logicalId}`,
      run: async () => {
        const status = await reader.stateMachineStatus(physicalId(logicalId));
        const says = `state machine ${logicalId} ${status}`;
        return status === 'ACTIVE' ? ok(says) : failed(`${says}: npx cdk deploy ${name}`);
      },
    })),
  ];
};

/** Checks a stack, and everything in it that can be disabled, changed or filled without a deployment. */
export const examineStack = async (
  expected: ExpectedStack,
  reader: Reader,
  isHub: boolean,
): Promise<readonly Diagnosis[]> => {
  let seen: DeployedStack | null = null;
  const stack = await attempt(`stack ${expected.name}`, async () => {
    seen = await reader.stack(expected.name);
    return checkStack(expected, seen);
  });
  if (!seen) return stack;
  const within: (readonly Diagnosis[])[] = [];
  for (const { what, run: look } of checksOf(expected, seen, reader, isHub))
    within.push(await attempt(what, look));
  return [...stack, ...within.flat()];
};
