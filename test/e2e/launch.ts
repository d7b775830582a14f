import { randomUUID } from 'node:crypto';
import { EC2Client, RunInstancesCommand, type RunInstancesCommandOutput } from '@aws-sdk/client-ec2';
import type { SubAccountName } from './configuration.ts';
import type { Target } from './target.ts';

/** A call of RunInstances, as a person or a program makes it. */
export type Call = {
  readonly account: SubAccountName;
  readonly region: string;
  readonly count: number;
  /** Tags of the instances in the call itself. */
  readonly tags: Readonly<Record<string, string>>;
};

/** A call that EC2 answered. */
export type Launched = Call & {
  readonly reservationId: string;
  readonly instanceIds: readonly string[];
  readonly clientToken: string;
  readonly answer: RunInstancesCommandOutput;
};

/** Amazon Linux, by the name that AWS keeps for its newest image. */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** What the client token of every launch of these tests begins with: so they are told from all others. */
export const CLIENT_TOKEN_PREFIX = 'tag-enforcement-e2e-';

/** Runs instances of the smallest type. */
export const launch = async (target: Target, call: Call): Promise<Launched> => {
  const Tags = Object.entries(call.tags).map(([Key, Value]) => ({ Key, Value }));
  const clientToken = `${CLIENT_TOKEN_PREFIX}${randomUUID()}`;
  const answer = await new EC2Client(target.client(call.account, call.region)).send(
    new RunInstancesCommand({
      ImageId: IMAGE,
      InstanceType: 't4g.nano',
      MinCount: call.count,
      MaxCount: call.count,
      ClientToken: clientToken,
      ...(Tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'instance', Tags }] } : {}),
    }),
  );
  const instanceIds = (answer.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  if (!answer.ReservationId || instanceIds.length !== call.count) {
    throw new Error(`RunInstances answered without its ${call.count} instances: ${JSON.stringify(answer)}`);
  }
  return { ...call, reservationId: answer.ReservationId, instanceIds, clientToken, answer };
};
