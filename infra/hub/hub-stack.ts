import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../config/configuration.ts';
import { AccessEnds } from './access-ends.ts';
import { Alarms } from './alarms.ts';
import { Breaker } from './breaker.ts';
import { Creations, Reminders } from './creations.ts';
import { Dashboard } from './dashboard.ts';
import { Directory } from './directory.ts';
import { GracePeriod } from './grace-period.ts';
import { Attribute, Check, Notice, Repair, Terminate } from './grace-period-functions.ts';
import { HubBus } from './hub-bus.ts';
import { Intake } from './intake.ts';
import { LookUp } from './look-up.ts';
import { Pause } from './pause.ts';
import { Propagate } from './propagate.ts';
import { MailQueue, Publish } from './publish.ts';
import { Sessions } from './sessions.ts';
import { Sweep } from './sweep.ts';
import { Table } from './table.ts';
import { Topics } from './topics.ts';

/** The hub: everything that runs. Records come by the bus, each launch gets a grace period, and people get mails. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      env: { account: configuration.hub.accountId, region: configuration.hub.region },
      description: 'Tag enforcement: the hub, which judges launches in the sub-accounts',
    });
    const topics = new Topics(this, configuration);
    const table = new Table(this);
    const mailQueue = new MailQueue(this);
    const lookUp = new LookUp(this, { configuration, table });
    const { queue: lookUpQueue } = lookUp;
    const attribute = new Attribute(this, { configuration, table, lookUpQueue });
    const pause = new Pause(this);
    const check = new Check(this, { configuration, pause, table });
    const repair = new Repair(this, { configuration, table });
    const terminate = new Terminate(this, { configuration, pause, table });
    const notice = new Notice(this, { configuration, topics, table });
    const gracePeriod = new GracePeriod(this, {
      configuration,
      mailQueue,
      steps: { attribute, check, repair, terminate, notice },
    });
    const breaker = new Breaker(this, { configuration, topics, table, mailQueue, lookUpQueue });
    new Publish(this, {
      mailQueue,
      topics,
      table,
      stateMachines: [gracePeriod.stateMachine, breaker.stateMachine],
    });
    const { bus } = new HubBus(this, configuration);
    new Sessions(this, { bus, table });
    new Directory(this, { configuration, bus, table, topics });
    new Intake(this, { configuration, bus, gracePeriod, breaker, table });
    const propagateQueue =
      configuration.propagate.length > 0 ? new Propagate(this, { configuration, bus }).queue : null;
    if (configuration.creations !== 'off') {
      const { queue: reminderQueue } = new Reminders(this, {
        configuration,
        topics,
        table,
        mailQueue,
        lookUpQueue: lookUp.addCreations(),
      });
      new Creations(this, { configuration, bus, reminderQueue });
    }
    new Sweep(this, { configuration, gracePeriod, breaker, table, pause, propagateQueue });
    const assignments = configuration.access?.assignments.filter(({ until }) => until !== undefined) ?? [];
    if (assignments.length > 0) new AccessEnds(this, { configuration, assignments, topics, mailQueue });
    // Last: they watch the queues and functions that exist by now.
    const alarms = new Alarms(this, { configuration, topics });
    new Dashboard(this, alarms.all);
  }
}
