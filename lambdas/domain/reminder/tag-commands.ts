// The page of the report runs this file in the browser too: it imports nothing but types.
import type { Reminder } from './reminder.ts';

/** The part of a reminder that a command needs. */
type Tagged = Pick<Reminder, 'arn' | 'resourceType' | 'region' | 'accountId'>;

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_TagResources.html */
const ARNS_PER_CALL = 20;

/** The part of an ARN after account and type: a name, or an id. */
export const resourceIdOf = ({ arn, resourceType }: Pick<Tagged, 'arn' | 'resourceType'>): string => {
  const resource = arn.split(':').slice(5).join(':');
  const [, type = ''] = resourceType.split(/:(.*)/);
  const isOfType = type !== '' && resource.startsWith(type) && /^[:/]/.test(resource.slice(type.length));
  // `*` stands for what no record shows, such as the first part of an Auto Scaling group's id.
  return (isOfType ? resource.slice(type.length + 1) : resource).replace(/^\*:\w+\//, '');
};

/** What a shell takes literally, and an ARN may hold. */
const SAFE_ARN = /^[\w+=,.@:/-]+$/;

const lastPart = (path: string): string => path.split('/').at(-1) ?? path;

/**
 * Resources that the tagging API does not tag, with the service's own command.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
 */
const OWN_COMMANDS: Readonly<Record<string, (resource: Tagged, key: string, owner: string) => string[]>> = {
  'iam:role': (one, key, owner) => [
    `aws iam tag-role --role-name ${lastPart(resourceIdOf(one))}`,
    `  --tags Key=${key},Value=${owner}`,
  ],
  'iam:user': (one, key, owner) => [
    `aws iam tag-user --user-name ${lastPart(resourceIdOf(one))}`,
    `  --tags Key=${key},Value=${owner}`,
  ],
  'autoscaling:autoScalingGroup': ({ arn, region }, key, owner) => [
    `aws autoscaling create-or-update-tags --region ${region}`,
    `  --tags ResourceId=${lastPart(arn)},ResourceType=auto-scaling-group,Key=${key},Value=${owner},PropagateAtLaunch=true`,
  ],
};

/** A type is a text of unknown origin, such as `constructor`. */
const ownCommandOf = (resourceType: string) =>
  Object.hasOwn(OWN_COMMANDS, resourceType) ? OWN_COMMANDS[resourceType] : undefined;

const continued = (lines: readonly string[]): string[] =>
  lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line));

/**
 * The commands that tag resources, line by line: one for up to 20 of an account and Region, and the service's own where the
 * tagging API takes none. A resource whose ARN a shell would not take literally is left out.
 *
 * @param owner the value to write, which needs no quotes
 */
export const tagCommands = (resources: readonly Tagged[], key: string, owner: string): string[][] => {
  const safe = resources.filter(({ arn }) => SAFE_ARN.test(arn.replace('*', '')));
  const own = safe.flatMap((one) => {
    const command = ownCommandOf(one.resourceType);
    return command ? [continued(command(one, key, owner))] : [];
  });
  const others = safe.filter(({ resourceType, arn }) => !ownCommandOf(resourceType) && SAFE_ARN.test(arn));
  const byPlace = Map.groupBy(others, ({ accountId, region }) => `${accountId} ${region}`);
  const together = [...byPlace.values()].flatMap((those) =>
    [...Map.groupBy(those, (_, index) => Math.floor(index / ARNS_PER_CALL)).values()].map((some) =>
      continued([
        `aws resourcegroupstaggingapi tag-resources --region ${some[0]?.region}`,
        `  --tags ${key}=${owner}`,
        '  --resource-arn-list',
        ...some.map(({ arn }) => `    ${arn}`),
      ]),
    ),
  );
  return [...together, ...own];
};
