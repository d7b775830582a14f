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
  readonly answer: RunInstancesCommandOutput;
};

/** Amazon Linux, by the name that AWS keeps for its newest image. */
const IMAGE = 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64';

/** Runs instances of the smallest type. */
export const launch = async (target: Target, call: Call): Promise<Launched> => {
  const Tags = Object.entries(call.tags).map(([Key, Value]) => ({ Key, Value }));
  const answer = await new EC2Client(target.client(call.account, call.region)).send(
    new RunInstancesCommand({
      ImageId: IMAGE,
      InstanceType: 't4g.nano',
      MinCount: call.count,
      MaxCount: call.count,
      ...(Tags.length > 0 ? { TagSpecifications: [{ ResourceType: 'instance', Tags }] } : {}),
    }),
  );
  const instanceIds = (answer.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []);
  if (!answer.ReservationId || instanceIds.length !== call.count) {
    throw new Error(`RunInstances answered without its ${call.count} instances: ${JSON.stringify(answer)}`);
  }
  return { ...call, reservationId: answer.ReservationId, instanceIds, answer };
};
