import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Configuration } from '../config.ts';
import { Check } from './check.ts';
import { GracePeriod } from './grace-period.ts';
import { HubBus } from './hub-bus.ts';
import { Intake } from './intake.ts';
import { Notice } from './notice.ts';
import { Repair } from './repair.ts';
import { Terminate } from './terminate.ts';
import { Topics } from './topics.ts';

/** Everything that runs: launches come in by the bus, wait out their grace period, and are told of by mail. */
export class HubStack extends Stack {
  constructor(scope: Construct, id: string, configuration: Configuration) {
    super(scope, id, {
      env: { account: configuration.hub.accountId, region: configuration.hub.region },
      description: 'Tag enforcement: the hub, which judges launches in the sub-accounts',
    });
    const topics = new Topics(this, configuration);
    const { check } = new Check(this, configuration);
    const { repair } = new Repair(this, configuration);
    const { terminate } = new Terminate(this, configuration);
    const { notice } = new Notice(this, { configuration, topics });
    const gracePeriod = new GracePeriod(this, {
      configuration,
      topics,
      steps: { check, repair, terminate, notice },
    });
    const { bus } = new HubBus(this, configuration.subAccounts);
    new Intake(this, { configuration, bus, gracePeriod });
  }
}
