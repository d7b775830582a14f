import { randomUUID } from 'node:crypto';
import { EC2Client, RunInstancesCommand, type RunInstancesCommandOutput } from '@aws-sdk/client-ec2';
import type { Caller } from './callers.ts';
import type { SubAccountName } from './configuration.ts';
import { as, type ClientOptions, type Target } from './target.ts';

/** A call of RunInstances, as a person or a program makes it. */
export type Call = {
  readonly account: SubAccountName;
  readonly region: string;
  readonly count: number;
  /** Tags of the instances in the call itself. */
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it is protected from termination. */
  readonly isProtected?: boolean;
  /** How many minutes after the launch its record arrives, since CloudTrail may be late. */
  readonly minutesLate?: number;
};

/** A call that EC2 answered. */
export type Launched = Call &
  Caller & {
    readonly reservationId: string;
    readonly instanceIds: readonly string[];
    readonly clientToken: string;
    readonly answer: RunInstancesCommandOutput;
  };

/** Amazon Linux, by the name that AWS keeps for its newest image. */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** The prefix of the client token of every launch of these tests. It distinguishes them from all others. */
export const CLIENT_TOKEN_PREFIX = 'tag-enforcement-e2e-';

/** A client token of at most 64 characters. The emulator reads from it how long ago the launch was. */
const makeToken = (minutesAgo: number): string =>
  `${CLIENT_TOKEN_PREFIX}${minutesAgo > 0 ? `${minutesAgo}m-` : ''}${randomUUID()}`;

/** A client with the caller's credentials. */
export const clientOf = (
  target: Target,
  { account, region }: Call,
  { credentials }: Caller,
): ClientOptions => {
  const administrators = target.client(account, region);
  return credentials ? as(credentials, administrators) : administrators;
};

/** Runs instances of the smallest type. */
export const launch = async (target: Target, call: Call, caller: Caller): Promise<Launched> => {
  const Tags = Object.entries(call.tags).map(([Key, Value]) => ({ Key, Value }));
  const clientToken = makeToken(call.minutesLate ?? 0);
  const answer = await new EC2Client(clientOf(target, call, caller)).send(
    new RunInstancesCommand({
      ImageId: IMAGE,
      InstanceType: 't4g.nano',
      MinCount: call.count,
      MaxCount: call.count,
      ClientToken: clientToken,
      ...(call.isProtected ? { DisableApiTermination: true } : {}),
      ...(Tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'instance', Tags }] } : {}),
    }),
  );
  const instanceIds = (answer.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  if (!answer.ReservationId || instanceIds.length !== call.count) {
    throw new Error(`RunInstances answered without its ${call.count} instances: ${JSON.stringify(answer)}`);
  }
  return { ...call, ...caller, reservationId: answer.ReservationId, instanceIds, clientToken, answer };
};
