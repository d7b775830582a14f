import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { SUB_ACCOUNT_ROLES, stateMachineArn } from '../names.ts';
import { EnforcementFunction } from './enforcement-function.ts';
import {
  attributeEnvironment,
  checkEnvironment,
  noticeEnvironment,
  repairEnvironment,
  terminateEnvironment,
} from './environments.ts';
import type { Pause } from './pause.ts';
import { grantAssumeRole, grantListOpenExecutions } from './permissions.ts';
import type { Table } from './table.ts';
import type { Topics } from './topics.ts';

interface AttributeProps {
  readonly configuration: Configuration;
  readonly table: Table;
  readonly lookUpQueue: Queue;
}

/** Finds the person behind a launch in the table. If something is missing there, it queues a look-up and does not wait. */
export class Attribute extends EnforcementFunction {
  constructor(scope: Construct, { configuration, table, lookUpQueue }: AttributeProps) {
    super(new Construct(scope, 'Attribute'), {
      name: 'attribute',
      description: 'Finds the person behind a launch',
      environment: attributeEnvironment(configuration, lookUpQueue.queueUrl),
      // A few reads of the table. A launch waits for three runs at most: RETRY_ATTRIBUTE.
      timeout: Duration.seconds(20),
    });
    table.grant(this, ['GetItem'], ['session#*', 'user', 'user-id', 'launch-caller#*']);
    // Several sessions may fit, and names may differ in case.
    table.grant(this, ['Query'], ['session-id#*', 'user']);
    this.allow(['sqs:SendMessage'], [lookUpQueue.queueArn]);
  }
}

interface CheckProps {
  readonly configuration: Configuration;
  readonly pause: Pause;
  readonly table: Table;
}

/**
 * Checks a launch's instances and plans the round. It may assume the read roles, and read the pause, the breaker groups, the
 * users and the open executions.
 */
export class Check extends EnforcementFunction {
  constructor(scope: Construct, { configuration, pause, table }: CheckProps) {
    super(new Construct(scope, 'Check'), {
      name: 'check',
      description: 'Judges the instances of a launch',
      environment: checkEnvironment(configuration),
      // It reads the instances twice, ten seconds apart, and their origins twice; throttling may add half a minute.
      timeout: Duration.minutes(2),
    });
    pause.grant(this);
    table.grant(this, ['GetItem'], ['breaker#*']);
    table.grant(this, ['Query'], ['held-by#*']);
    // A value that may mean a user is not taken for a tool's.
    if (configuration.correctToolOwners) table.grant(this, ['Query'], ['user']);
    else table.grantReadUsers(this, configuration);
    // Built from its name, since the state machine itself refers to this function.
    grantListOpenExecutions(this, stateMachineArn(configuration.hub));
    grantAssumeRole(this, SUB_ACCOUNT_ROLES.read, configuration.subAccounts);
  }
}

interface RepairProps {
  readonly configuration: Configuration;
  readonly table: Table;
}

/** Writes the Owner that a near miss means. It may assume the repair roles, and count its corrections. */
export class Repair extends EnforcementFunction {
  constructor(scope: Construct, { configuration, table }: RepairProps) {
    super(new Construct(scope, 'Repair'), {
      name: 'repair',
      description: 'Writes the Owner tag that a near miss means',
      environment: repairEnvironment(configuration),
      // A session and a call for some thirty instances of an Owner, and half a minute of throttling.
      timeout: Duration.minutes(1),
    });
    table.grant(this, ['GetItem', 'PutItem'], ['repaired#*']);
    grantAssumeRole(this, SUB_ACCOUNT_ROLES.repair, configuration.subAccounts);
  }
}

interface TerminateProps {
  readonly configuration: Configuration;
  readonly pause: Pause;
  readonly table: Table;
}

/** Terminates instances that a recent check found noncompliant. It is the only function that may assume the act roles. */
export class Terminate extends EnforcementFunction {
  constructor(scope: Construct, { configuration, pause, table }: TerminateProps) {
    super(new Construct(scope, 'Terminate'), {
      name: 'terminate',
      description: 'Terminates noncompliant instances at their deadline',
      environment: terminateEnvironment(configuration),
      // It acts for one minute, as long as a verdict is valid. Its last call may take half a minute more, the clients' limit.
      timeout: Duration.minutes(2),
    });
    const enforced = configuration.subAccounts.filter(({ mode }) => mode === 'enforce');
    pause.grant(this);
    table.grant(this, ['GetItem'], ['breaker#*']);
    grantAssumeRole(this, SUB_ACCOUNT_ROLES.act, enforced);
  }
}

interface NoticeProps {
  readonly configuration: Configuration;
  readonly topics: Topics;
  readonly table: Table;
}

/** Writes the mails of a round, without sending them. It notes which group was notified, and what a sweep needs. */
export class Notice extends EnforcementFunction {
  constructor(scope: Construct, { configuration, topics, table }: NoticeProps) {
    super(new Construct(scope, 'Notice'), {
      name: 'notice',
      description: 'Concludes a round and writes its mail',
      environment: noticeEnvironment(configuration, topics),
      timeout: Duration.seconds(30),
    });
    table.grant(this, ['GetItem', 'PutItem'], ['breaker#*']);
    table.grant(this, ['Query'], ['held-by#*']);
    table.grant(this, ['UpdateItem'], ['source#*', 'held-by#*']);
    table.grant(this, ['PutItem'], ['stopped#*', 'held#*', 'exempt#*', 'reported#*', 'noticed#*', 'swept#*']);
  }
}
