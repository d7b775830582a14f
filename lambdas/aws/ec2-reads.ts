import {
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeTagsCommand,
  type DescribeTagsCommandInput,
  type DescribeTagsResult,
  type EC2Client,
  type Instance as SdkInstance,
} from '@aws-sdk/client-ec2';

/** An instance in EC2's words, of whatever type. */
export type Ec2Instance = Omit<SdkInstance, 'InstanceType'> & { InstanceType?: string | undefined };

/** What EC2 answers to DescribeInstances, down to what is read of it. */
export type Ec2Answer = {
  Reservations?: { ReservationId?: string | undefined; Instances?: Ec2Instance[] | undefined }[] | undefined;
  NextToken?: string | undefined;
};

/** The calls of EC2 that readers make. */
export type Ec2Reads = {
  describeInstances(input: DescribeInstancesCommandInput): Promise<Ec2Answer>;
  describeTags(input: DescribeTagsCommandInput): Promise<DescribeTagsResult>;
};

export const readsOf = (ec2: EC2Client): Ec2Reads => ({
  describeInstances: (input) => ec2.send(new DescribeInstancesCommand(input)),
  describeTags: (input) => ec2.send(new DescribeTagsCommand(input)),
});
