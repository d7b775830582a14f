import type { CloudFormationType } from './cloudformation.ts';
import type { Iam, IamAction } from './iam.ts';
import { isCreation, nounOf, plain, writesTags } from './names.ts';
import { type Operation, tagsMemberOf } from './sdk.ts';
import type { Row } from './table.ts';
import { arnMemberOf, templatesFor } from './templates.ts';

/** What the sources know of creations. */
export type Sources = {
  readonly iam: Iam;
  readonly operations: readonly Operation[];
  readonly types: readonly CloudFormationType[];
};

/** An event, and what each source says of it. */
type Event = {
  /** The prefix of IAM's actions. */
  readonly prefix: string;
  readonly name: string;
  readonly actions: IamAction[];
  readonly operations: Operation[];
  readonly types: CloudFormationType[];
};

const nounOfType = ({ typeName }: CloudFormationType): string => plain(typeName.split('::')[2] ?? '');

/** Services of which a create handler makes something on the side: a role, a grant, a network interface. */
const HELPS = /^(iam|kms|ec2|logs|s3|events|secretsmanager):/;

/** The actions of a create handler that make the type itself: those that name it, or else those that nearly do. */
const creatingActions = (type: CloudFormationType): string[] => {
  const own = nounOfType(type);
  const creating = type.permissions.filter((one) => isCreation(one.split(':')[1] ?? ''));
  const nounIn = (permission: string): string => nounOf(permission.split(':')[1] ?? '');
  const exact = creating.filter((one) => nounIn(one) === own);
  if (exact.length > 0) return exact;
  const near = creating.filter((one) => {
    const noun = nounIn(one);
    return (
      noun !== '' &&
      [noun.startsWith(own), noun.endsWith(own), own.startsWith(noun), own.endsWith(noun)].includes(true)
    );
  });
  if (near.length > 0) return near;
  const service = plain(type.typeName.split('::')[1] ?? '');
  const others = creating.filter((one) => !HELPS.test(one) || one.startsWith(`${service}:`));
  return others.length === 1 ? others : [];
};

/** The prefix of IAM's actions for each name with which a service signs: the same, or that of most of its calls. */
const prefixesOf = ({ iam, operations }: Sources): ReadonlyMap<string, string> => {
  const prefixesByName = Map.groupBy(iam.actions, ({ name }) => name);
  const known = new Set(iam.actions.map(({ prefix }) => prefix));
  const bySigningName = Map.groupBy(operations, ({ signingName }) => signingName);
  return new Map(
    [...bySigningName].map(([signingName, calls]) => {
      if (known.has(signingName)) return [signingName, signingName];
      const prefixes = calls.flatMap(
        ({ name }) => prefixesByName.get(name)?.map(({ prefix }) => prefix) ?? [],
      );
      const [best] = [...Map.groupBy(prefixes, (prefix) => prefix)].sort(
        ([, a], [, b]) => b.length - a.length,
      );
      return [signingName, best && best[1].length > calls.length / 2 ? best[0] : signingName];
    }),
  );
};

const eventsOf = (sources: Sources, prefixes: ReadonlyMap<string, string>): Event[] => {
  const events = new Map<string, Event>();
  // The sources differ in case: batch and Batch, CreateAcl and CreateACL. The SDK's models come first, since CloudTrail writes as they do.
  const eventOf = (prefix: string, name: string): Event => {
    const key = `${prefix}:${name}`.toLowerCase();
    const event = events.get(key) ?? { prefix, name, actions: [], operations: [], types: [] };
    events.set(key, event);
    return event;
  };
  for (const operation of sources.operations) {
    const { signingName, name } = operation;
    eventOf(prefixes.get(signingName) ?? signingName, name).operations.push(operation);
  }
  for (const action of sources.iam.actions) {
    if (isCreation(action.name)) eventOf(action.prefix, action.name).actions.push(action);
  }
  for (const type of sources.types) {
    for (const permission of creatingActions(type)) {
      const [prefix = '', name = ''] = permission.split(':');
      eventOf(prefix, name).types.push(type);
    }
  }
  return [...events.values()];
};

/** Joins the sources by the events' names. A row without vouchers is an event that creates nothing taggable. */
export const derive = (sources: Sources): Row[] => {
  const prefixes = prefixesOf(sources);
  const sourceOf = new Map([...prefixes].map(([signingName, prefix]) => [prefix, signingName]));
  const rowOf = ({ prefix, name, actions, operations, types }: Event): Row => {
    const [operation] = operations;
    const [action] = actions;
    const source = operation?.source ?? sourceOf.get(prefix) ?? prefix;
    const tagsMember = operations.map(tagsMemberOf).find((one) => one !== undefined);
    const resourceTypes = sources.iam.resourceTypes.get(prefix) ?? [];
    const typeNouns = types.map(nounOfType);
    const templates = templatesFor(resourceTypes, { name, typeNouns, action, operation });
    const arnMember = operation && arnMemberOf(name, operation);
    return {
      source,
      name,
      creates:
        templates.length > 0
          ? templates.join(' ')
          : [`${source}:${nounOf(name)}`, ...(arnMember ? [`@${arnMember}`] : [])].join(' '),
      tagsMember: tagsMember ?? '',
      vouchers: writesTags(name)
        ? ''
        : [
            actions.some(({ acceptsTags }) => acceptsTags) ? 'i' : '',
            tagsMember === undefined ? '' : 's',
            types.length > 0 ? 'c' : '',
          ].join(''),
    };
  };
  return eventsOf(sources, prefixes).map(rowOf);
};
