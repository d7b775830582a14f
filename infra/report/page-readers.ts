import { Stack, Validations } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { Bucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { audiencesOf, readerRoleName } from '../../lambdas/domain/report/bucket-layout.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import type { Configuration } from '../config/configuration.ts';
import { functionRoleName, LINK_ROLE_NAME } from '../names.ts';

interface PageReadersProps {
  readonly configuration: Configuration;
  readonly bucket: Bucket;
}

/**
 * The roles that read pages. One for each set of program managers: who is signed in to the gateway with MFA, under one of their
 * addresses, may switch to it, and reads the pages of their sub-accounts and no other. Administrators have roles of their own.
 */
export class PageReaders extends Construct {
  private readonly bucket: Bucket;

  constructor(scope: Construct, { configuration, bucket }: PageReadersProps) {
    super(scope, 'PageReaders');
    this.bucket = bucket;
    const { gateway, hub, subAccounts, reportLinks } = configuration;
    for (const { programManagers, subAccounts: theirs, name } of audiencesOf(subAccounts)) {
      const [first] = theirs;
      if (programManagers === null || !first) continue;
      this.role(first.accountId, `*/${name}.html`, {
        roleName: readerRoleName(theirs),
        description: 'Reads the report of some sub-accounts',
        assumedBy: new AccountPrincipal(gateway.accountId).withConditions({
          Bool: { 'aws:MultiFactorAuthPresent': 'true' },
          // IAM has no two users whose names differ in case alone.
          StringEqualsIgnoreCase: { 'aws:username': programManagers },
        }),
      });
    }
    if (reportLinks === 'presigned') {
      this.role('Link', '*', {
        roleName: LINK_ROLE_NAME,
        description: 'Signs the links to pages in mails',
        assumedBy: new AccountPrincipal(hub.accountId).withConditions({
          StringEquals: { 'aws:PrincipalArn': roleArn(hub.accountId, functionRoleName('report')) },
        }),
      });
    }
  }

  /** A role that reads these pages of any day. */
  private role(
    id: string,
    pages: string,
    props: Pick<ConstructorParameters<typeof Role>[2], 'roleName' | 'description' | 'assumedBy'>,
  ): void {
    const key = `pages/${pages}`;
    const read = new PolicyStatement({
      actions: ['s3:GetObject'],
      resources: [this.bucket.arnForObjects(key)],
    });
    const role = new Role(this, id, {
      ...props,
      inlinePolicies: { pages: new PolicyDocument({ statements: [read] }) },
    });
    const arn: { readonly 'Fn::GetAtt': readonly string[] } = Stack.of(this).resolve(this.bucket.bucketArn);
    Validations.of(role).acknowledge({
      id: `AwsSolutions::AwsSolutions-IAM5[Resource::<${arn['Fn::GetAtt'].join('.')}>/${key}]`,
      reason: 'Which days will have a report is not known beforehand.',
    });
  }
}
