import { describe, expect, test } from '@jest/globals';
import { functionRoleName, SUB_ACCOUNT_ROLES } from '../../infra/names.ts';
import { TerminationRefused } from '../../lambdas/domain/grace-period/errors.ts';
import { groupInstances } from '../../lambdas/domain/instances.ts';
import { roleArn } from '../../lambdas/domain/role-arn.ts';
import { terminateAll } from '../../lambdas/terminate/terminate-all.ts';
import { ec2Clients } from '../../local/aws/ec2-clients.ts';
import { Iam } from '../../local/iam/iam.ts';
import { recordOf } from '../../local/sample/call.ts';
import { PANGENOMICS, SAMPLE_CONFIGURATION } from '../../local/sample/configuration.ts';
import { consoleSession } from '../../local/sample/identity.ts';
import { instanceIdsOf, launched, type SampleLaunch } from '../../local/sample/launches.ts';
import { aNewInstance } from './aws/a-new-instance.ts';
import { playRecords } from './play-records.ts';
import { place, stacks } from './the-launch.ts';

const launch: SampleLaunch = {
  at: '09:00:00',
  place,
  caller: consoleSession(PANGENOMICS, 'ann@ucsc.edu'),
  name: 'thousand',
  instanceType: 'c6i.large',
  count: 1000,
  recorded: 30,
};
const [protectedId = ''] = instanceIdsOf(launch);
const protection = recordOf({
  at: '09:01:00',
  place,
  caller: launch.caller,
  eventName: 'ModifyInstanceAttribute',
  requestParameters: { instanceId: protectedId, disableApiTermination: { value: true } },
  responseElements: { _return: true },
});

describe('a launch of 1,000 instances with a truncated record and one protected instance', () => {
  test('has the protected instance stopped and all others terminated at the deadline', async () => {
    const { recorder } = await playRecords(stacks, [launched(launch), protection]);
    const ends = recorder.rows().filter(({ at }) => at === '2026-11-03T17:10:00Z');
    expect(ends.filter(({ decision }) => decision === 'terminated')).toHaveLength(999);
    expect(ends.filter(({ decision }) => decision !== 'terminated')).toEqual([
      expect.objectContaining({
        resourceId: protectedId,
        decision: 'stopped',
        reason: 'termination-protected',
      }),
    ]);
  });

  test('causes one warning and one termination mail to its launcher, with a copy to administrators', async () => {
    const { recorder } = await playRecords(stacks, [launched(launch), protection]);
    expect(recorder.mails.map(({ subject }) => subject)).toEqual([
      expect.stringContaining('1000 instances will be terminated'),
      expect.stringContaining('999 instances terminated'),
    ]);
    expect(recorder.mails[1]?.message).toMatch(/1 instance stopped at 09:10/);
    expect(recorder.mails[1]?.recipients).toEqual(['ann@ucsc.edu', 'cluster-admin@soe.ucsc.edu']);
  });
});

describe('the embedded TerminateInstances', () => {
  const clients = async (records: readonly unknown[]) => {
    const { ec2 } = await playRecords(stacks, records);
    const terminate = roleArn(SAMPLE_CONFIGURATION.hub.accountId, functionRoleName('terminate'));
    return { ec2, clients: ec2Clients(ec2, new Iam(stacks), terminate) };
  };
  const owned = { ...launch, count: 3, recorded: 3, tags: { Owner: 'ann@ucsc.edu' } };
  const unowned = { ...owned, name: 'unowned', tags: { Owner: '' } };
  const ids = instanceIdsOf(unowned);

  test('terminates nothing if one id is unknown, and all others once that id is in a call of its own', async () => {
    const { clients: other } = await clients([]);
    const call = other.terminateInstances(SUB_ACCOUNT_ROLES.act);
    await expect(call(PANGENOMICS, 'us-west-2', ['i-0unknown'])).rejects.toMatchObject({ why: 'not-found' });

    const { ec2, clients: here } = await clients([launched({ ...owned, name: 'elsewhere' })]);
    const region = ec2.in(PANGENOMICS, 'us-west-2');
    region.launch({
      reservationId: 'r-1',
      clientToken: null,
      instances: ids.map((instanceId) => aNewInstance(instanceId)),
    });
    const results = await terminateAll(
      [...ids, 'i-0unknown'],
      {
        terminate: async (some) => ({
          answer: await here.terminateInstances(SUB_ACCOUNT_ROLES.act)(PANGENOMICS, 'us-west-2', some),
          mayHaveActed: false,
        }),
      },
      () => null,
    );
    expect(groupInstances(results, ({ result, reason }) => ({ result, reason }))).toEqual([
      { result: 'terminated', reason: 'confirmed', instanceIds: ids },
      { result: 'gone', reason: 'not-found', instanceIds: ['i-0unknown'] },
    ]);
  });

  test('refuses an instance that the synthesized Guard protects, in whatever case its key Owner is written', async () => {
    for (const tags of [{ Owner: 'ann@ucsc.edu' }, { owner: 'shared' }, { Owner: '', OWNER: 'x' }]) {
      const tagged = { ...owned, tags: { ...tags, Name: 'x' } };
      const { clients: here } = await clients([launched(tagged)]);
      const call = here.terminateInstances(SUB_ACCOUNT_ROLES.act);
      const refusal = await call(PANGENOMICS, 'us-west-2', instanceIdsOf(tagged)).catch(
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(TerminationRefused);
      expect(refusal).toMatchObject({ why: 'unauthorized' });
    }
  });

  test('refuses a function that the role does not trust', async () => {
    const { ec2 } = await playRecords(stacks, []);
    const check = roleArn(SAMPLE_CONFIGURATION.hub.accountId, functionRoleName('check'));
    const call = ec2Clients(ec2, new Iam(stacks), check).terminateInstances(SUB_ACCOUNT_ROLES.act);
    await expect(call(PANGENOMICS, 'us-west-2', ids)).rejects.toThrow('Cannot assume');
  });
});
