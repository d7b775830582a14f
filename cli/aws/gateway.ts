import { CloudTrailClient, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import {
  GetRoleCommand,
  IAMClient,
  ListVirtualMFADevicesCommand,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import * as z from 'zod';
import { readCredentialReport, readUserPolicies } from '../../lambdas/aws/read-access.ts';
import { wait } from '../../lambdas/concurrency.ts';
import type { RoleUse } from '../../lambdas/domain/access/findings.ts';
import { type ClientSettings, pages } from './access.ts';

/** A session that a user of the gateway began. */
export type SeenSession = {
  readonly userName: string;
  readonly sessionName: string;
  readonly roleArn: string;
  readonly at: Date;
};

const Session = z.object({
  userIdentity: z.object({ type: z.literal('IAMUser'), userName: z.string() }),
  requestParameters: z.object({ roleArn: z.string(), roleSessionName: z.string() }),
  errorCode: z.undefined().optional(),
});

/** Pages of a Region's records: LookupEvents answers twice a second, fifty at a time, the newest first. */
const MAX_PAGES = 20;

const sessionsIn = async (cloudTrail: CloudTrailClient): Promise<SeenSession[]> => {
  const seen: SeenSession[] = [];
  let NextToken: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await cloudTrail.send(
      new LookupEventsCommand({
        LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRole' }],
        MaxResults: 50,
        ...(NextToken ? { NextToken } : {}),
      }),
    );
    for (const { CloudTrailEvent = '{}', EventTime = new Date(0) } of answer.Events ?? []) {
      const { data } = Session.safeParse(JSON.parse(CloudTrailEvent));
      if (!data) continue;
      const { roleArn, roleSessionName: sessionName } = data.requestParameters;
      seen.push({ userName: data.userIdentity.userName, sessionName, roleArn, at: EventTime });
    }
    NextToken = answer.NextToken;
    if (!NextToken) break;
  }
  return seen;
};

/** Reads who may come into the gateway, and how they do. */
export const readGateway = (settings: ClientSettings, iam = new IAMClient(settings), pause = wait) => ({
  credentialReport: () => readCredentialReport(iam, pause),
  users: () => readUserPolicies(iam),
  /** The serial numbers of TOTP devices that are in use, by the name of their user. */
  totpDevices: async (): Promise<ReadonlyMap<string, readonly string[]>> => {
    const devices = await pages(
      (Marker) =>
        iam.send(
          new ListVirtualMFADevicesCommand({ AssignmentStatus: 'Assigned', ...(Marker ? { Marker } : {}) }),
        ),
      ({ VirtualMFADevices }) => VirtualMFADevices,
      ({ IsTruncated, Marker }) => (IsTruncated ? Marker : undefined),
    );
    const owned = devices.filter(({ User }) => User?.UserName !== undefined);
    return new Map(
      [...Map.groupBy(owned, ({ User }) => User?.UserName ?? '')].map(([userName, those]) => [
        userName,
        those.flatMap(({ SerialNumber }) => SerialNumber ?? []),
      ]),
    );
  },
  /** The newest sessions that users began in these Regions. */
  sessions: async (regions: readonly string[]): Promise<SeenSession[]> => {
    const seen: SeenSession[] = [];
    for (const region of regions)
      seen.push(...(await sessionsIn(new CloudTrailClient({ ...settings, region }))));
    return seen;
  },
});
export type GatewayReader = ReturnType<typeof readGateway>;

/** Reads when a role of an account was used last; IAM remembers 400 days. */
export const readRoleUse =
  (settings: ClientSettings, iam = new IAMClient(settings)) =>
  async (RoleName: string): Promise<RoleUse> => {
    try {
      const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
      return {
        createdAt: Role?.CreateDate ?? new Date(0),
        usedAt: Role?.RoleLastUsed?.LastUsedDate ?? null,
      };
    } catch (error) {
      if (error instanceof NoSuchEntityException) return null;
      throw error;
    }
  };
