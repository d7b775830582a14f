import type { JsonObject } from '../../../infra/json.ts';
import type { Entry } from '../../../local/entry.ts';
import { type Act, type By, eachOf, entryOf, idOf, recordOfAct } from './act.ts';

const nameOf = (by: By): string => {
  switch (by.is) {
    case 'console':
    case 'user':
      return `${by.user} (${by.is})`;
    case 'instance':
    case 'stack-of-instance':
      return idOf(by.instance);
    case 'controller':
      return by.role;
    case 'botocore':
    case 'stack':
    case 'auto-scaling':
      return by.is;
    default:
      return by satisfies never;
  }
};

const idsOf = ({ instances: those }: { readonly instances: readonly string[] }): string =>
  eachOf(those).map(idOf).join(' ');

/** An act as the event log shows it. */
const noteOfAct = (act: Act): string => {
  switch (act.does) {
    case 'launch':
      return `${nameOf(act.by)} launches ${act.count} as "${act.name}", ${JSON.stringify(act.tags ?? {})}`;
    case 'tag':
      return `tags ${JSON.stringify(act.tags)} on ${idsOf(act)}`;
    case 'untag':
      return `tag ${act.key} off ${idsOf(act)}`;
    case 'stop':
    case 'hibernate':
    case 'start':
    case 'terminate':
    case 'protect':
      return `${act.does} ${idsOf(act)}`;
    case 'make-volume':
      return `${nameOf(act.by)} makes the volume ${act.volume}, ${JSON.stringify(act.tags)}`;
    case 'attach':
      return `${act.volume} is attached to ${idOf(act.instance)}`;
    case 'create-group':
      return `${nameOf(act.by)} creates the group ${act.name}, ${JSON.stringify(act.tags)}`;
    case 'create':
      return `${nameOf(act.by)} creates the ${act.kind} ${act.name}, ${JSON.stringify(act.tags)}`;
    case 'tag-resource':
      return `tags ${JSON.stringify(act.tags)} on the ${act.kind} ${act.name}`;
    case 'delete-resource':
      return `deletes the ${act.kind} ${act.name}`;
    case 'assume-role':
      return `${act.user} assumes a role`;
    case 'rename-user':
      return `${act.user} is renamed to ${act.to}`;
    case 'delete-user':
      return `the user ${act.user} is deleted`;
    case 'create-user':
      return `a user ${act.user} is made`;
    case 'record':
      return act.note;
    default:
      return act satisfies never;
  }
};

/** An action of people or programs, and its record. */
export type UserAction = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly entry: Entry;
  /** The record that CloudTrail delivers, if it differs from what happened. */
  readonly recorded?: Entry;
  /** As the event log shows it. */
  readonly note: string;
  /** As a history holds it. */
  readonly act: Act;
};

/** @throws Error if an act of this folder makes no record */
export const userActionOfAct = (act: Act): UserAction => {
  const note = noteOfAct(act);
  const entry = entryOf(recordOfAct(act), note);
  if (typeof entry === 'string') throw new Error(`The simulated history is wrong: ${entry}`);
  return { at: entry.at, entry, note, act };
};

/** An action that no other act describes, by its CloudTrail record. */
export const userActionOfRecord = (record: JsonObject, note: string): UserAction =>
  userActionOfAct({ does: 'record', note, record: { ...record } });
