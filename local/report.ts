import type { Configuration } from '../infra/config/configuration.ts';
import { Exemption } from '../lambdas/domain/compliance/exemption.ts';
import type { Tag } from '../lambdas/domain/instances.ts';
import { iso } from '../lambdas/domain/instant.ts';
import { judgeOwnership, usersOf } from '../lambdas/domain/report/judge.ts';
import type { Report, ReportedResource } from '../lambdas/domain/report/report.ts';
import type { PlayResult } from './play.ts';

/** A resource before it is judged. An instance has an image. */
type Found = Omit<ReportedResource, 'ownership' | 'name'> & { readonly imageId: string | null };

const ec2Arn = (accountId: string, region: string, resource: string): string =>
  `arn:aws:ec2:${region}:${accountId}:${resource}`;

/** The instances and volumes of an account and Region. */
const foundInEc2 = ({ ec2, endedAt }: PlayResult, accountId: string, region: string): Found[] => {
  const there = ec2.in(accountId, region);
  const place = { accountId, region };
  const instances = there.all().flatMap((instanceId): Found[] => {
    const instance = there.describe(instanceId, endedAt);
    if (!instance || instance.state === 'terminated' || instance.state === 'shutting-down') return [];
    const stoppedAt = there.stoppedAt(instanceId);
    return [
      {
        ...place,
        arn: ec2Arn(accountId, region, `instance/${instanceId}`),
        resourceType: 'ec2:instance',
        tags: [...instance.tags],
        idle: stoppedAt === null ? null : { is: 'stopped', since: iso(stoppedAt) },
        imageId: instance.imageId,
      },
    ];
  });
  const volumes = there.volumes().map(
    ({ volumeId, isAttached }): Found => ({
      ...place,
      arn: ec2Arn(accountId, region, `volume/${volumeId}`),
      resourceType: 'ec2:volume',
      tags: there.tagsOf(volumeId),
      idle: isAttached ? null : { is: 'unattached' },
      imageId: null,
    }),
  );
  return [...instances, ...volumes];
};

const byKey = (tags: readonly Tag[]): Tag[] => [...new Map(tags.map((tag) => [tag.key, tag])).values()];

/** Everything else that the records show to have been created. A bucket's ARN has no Region, and yet the bucket is in one. */
const foundElsewhere = ({ ec2, resources }: PlayResult, accountId: string): Found[] =>
  resources
    .all()
    .filter((one) => one.accountId === accountId)
    .map(({ arn, resourceType, region: recorded, tags }): Found => {
      const [, , service, named = '', , resource = ''] = arn.split(':');
      const region = named || (service === 's3' ? recorded : 'global');
      const id = resource.split('/').at(-1) ?? '';
      const inEc2 = service === 'ec2' ? ec2.in(accountId, recorded).tagsOf(id) : [];
      const idle = resourceType === 'ec2:volume' ? ({ is: 'unattached' } as const) : null;
      return { arn, accountId, region, resourceType, tags: byKey([...tags, ...inEc2]), idle, imageId: null };
    });

/** What the records leave out, said where the page says what was read. */
const LEAVES_OUT =
  'Only what the records show to have been created is here, even if it was deleted later: only the end of instances is followed.';

/** Why a run has no costs. */
const NO_COSTS =
  'CloudTrail records hold no costs. The report of the deployed service has them: set billing in the configuration, as docs/configuration.md says.';

/**
 * What the embedded AWS holds at the end of a run, as a report.
 *
 * @param knowsAllUsers whether the gateway's users are all known: only then is an owner who is none of them gone
 */
export const reportOf = (
  played: PlayResult,
  { subAccounts, ownerTag, exemptions, timeZone, gateway }: Configuration,
  knowsAllUsers: boolean,
): { readonly report: Report; readonly resources: ReportedResource[] } => {
  const names = knowsAllUsers ? played.users.list(gateway.accountId).map(({ userName }) => userName) : [];
  const rule = { ownerTag, exemptions: exemptions.map((one) => Exemption.parse(one)), users: usersOf(names) };
  const now = new Date(played.endedAt);
  const found = subAccounts.flatMap(({ accountId, regions }) => [
    ...regions.flatMap((region) => foundInEc2(played, accountId, region)),
    ...foundElsewhere(played, accountId),
  ]);
  // EC2 knows whether a volume is attached; the record of its creation does not.
  const byArn = new Map([...found].reverse().map((one) => [one.arn, one]));
  const resources = [...byArn.values()].reverse().map(
    ({ imageId, ...one }): ReportedResource => ({
      ...one,
      name: one.tags.find(({ key }) => key === 'Name')?.value ?? null,
      ownership: judgeOwnership({ accountId: one.accountId, tags: one.tags, imageId }, rule, now),
    }),
  );
  const report: Report = {
    madeAt: iso(played.endedAt),
    timeZone,
    ownerKey: ownerTag.key,
    subAccounts: subAccounts.map(({ accountId, name }) => ({ accountId, name })),
    regions: subAccounts.flatMap(({ accountId, regions }) =>
      regions.map((region) => ({
        accountId,
        region,
        ...(rule.users === null ? ({ usersUnknown: true } as const) : {}),
        collected: {
          is: 'partial' as const,
          resources: resources.filter((one) => one.accountId === accountId && one.region === region).length,
          leavesOut: LEAVES_OUT,
        },
      })),
    ),
    costs: { missing: NO_COSTS },
    weeks: [],
  };
  return { report, resources };
};
