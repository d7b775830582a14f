import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { AttributeType, BillingMode, Table as DynamoTable } from 'aws-cdk-lib/aws-dynamodb';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { TABLE_NAME } from '../names.ts';
import type { EnforcementFunction } from './enforcement-function.ts';

/** Allows these actions on items with these keys only; `*` stands for any end of a key. */
export const itemsStatement = (
  tableArn: string,
  actions: readonly string[],
  partitionKeys: readonly string[],
): PolicyStatement =>
  new PolicyStatement({
    actions: actions.map((action) => `dynamodb:${action}`),
    resources: [tableArn],
    // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/specifying-conditions.html
    conditions: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': partitionKeys } },
  });

/**
 * The table of what the hub has seen and sent: sessions, users, mails, and the breaker groups. Its contents decide who gets
 * a mail, and can keep an instance from being terminated; they are never a reason to terminate one.
 */
export class Table extends Construct {
  private readonly table: DynamoTable;

  constructor(scope: Construct) {
    super(scope, 'Table');
    this.table = new DynamoTable(this, 'Resource', {
      tableName: TABLE_NAME,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expiresAt',
      // Users are written again every hour, sessions by the next AssumeRole or by LookupEvents; mails are kept for a day.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Validations.of(this.table).acknowledge({
      id: 'AwsSolutions::AwsSolutions-DDB3',
      reason:
        "Its contents make themselves again, within an hour or a session's life. Without them, what the breaker holds is counted again, and held again.",
    });
  }

  /**
   * Lets a function ask whether any user matches a pattern. Only `onInvalidValue: terminate` needs it.
   */
  grantReadUsers(fn: EnforcementFunction, { ownerTag }: Configuration): void {
    switch (ownerTag.onInvalidValue) {
      case 'report':
        return;
      case 'terminate':
        this.grant(fn, ['Query'], ['user']);
        return;
      default:
        ownerTag.onInvalidValue satisfies never;
    }
  }

  /**
   * Lets a function take these actions on items with these keys only.
   *
   * @param partitionKeys the items' keys; `*` stands for any end of a key
   */
  grant(fn: EnforcementFunction, actions: string[], partitionKeys: string[]): void {
    fn.grant(itemsStatement(this.table.tableArn, actions, partitionKeys));
  }
}
