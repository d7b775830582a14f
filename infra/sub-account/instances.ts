import { Aws } from 'aws-cdk-lib';

/** Every instance of the account, whichever account the template goes to. */
export const INSTANCES = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:instance/*`;

/** The same, as cdk-nag prints it. */
export const INSTANCES_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:instance/*';

/** Every Spot request of the account. */
export const SPOT_REQUESTS = `arn:aws:ec2:*:${Aws.ACCOUNT_ID}:spot-instances-request/*`;

/** The same, as cdk-nag prints it. */
export const SPOT_REQUESTS_PRINTED = 'arn:aws:ec2:*:<AWS::AccountId>:spot-instances-request/*';

/** The condition that a call is made in one of these Regions. */
export const inRegions = (regions: readonly string[]) => ({ 'aws:RequestedRegion': regions });
