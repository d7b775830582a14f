import { type CreationEvent, resourceTypeOf } from './registry.ts';

/** A part of a template that varies. */
export type Variable = {
  readonly is: 'partition' | 'region' | 'account' | 'member';
  /** The members of a call that may hold it, in lower case, the first one that is there counts. */
  readonly names: readonly string[];
  /** Whether the ARN holds the resource's path before its name, as IAM's do. */
  readonly hasPath: boolean;
};

type Pattern = { readonly test: (arn: string) => boolean };

/** A template, ready to be matched and filled: its text parts and variables by turns. */
export type Template = {
  readonly resourceType: string;
  /** The ARNs of the template. A name holds no `/` or `:`, but for one that is said to hold a path. */
  readonly pattern: Pattern;
  /** The same with any name. Some names do hold `/`. */
  readonly loosePattern: Pattern;
  readonly texts: readonly string[];
  readonly variables: readonly Variable[];
};

/** What is looked for in the record of an event. */
export type Search = {
  readonly templates: readonly Template[];
  /** Names of members, in lower case. */
  readonly wanted: ReadonlySet<string>;
};

// People choose names, and ARNs are printed in mails: no ARN holds a character that a terminal or a mail obeys. It is looked for
// apart: V8 compiles these classes slowly, and there are two patterns for each template.
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
const NAME = '[^/:]+';
const ANY = '[^]+';
const PLACE = '[^/:]*';

const VARIABLE = /\{([^}]+)\}/;
const PATH = 'WithPath';

const KINDS = new Map<string, Variable['is']>([
  ['Partition', 'partition'],
  ['Region', 'region'],
  ['Account', 'account'],
]);

const variableOf = (text: string): Variable => {
  const hasPath = text.endsWith(PATH);
  const names = (hasPath ? text.slice(0, -PATH.length) : text).toLowerCase().split('|');
  return { is: KINDS.get(text) ?? 'member', names, hasPath };
};

const patternOf = (texts: readonly string[], variables: readonly Variable[], name: string): Pattern => {
  const parts = texts.flatMap((text, index) => {
    const literal = text.replace(/[.+?^$()[\]\\|]/g, '\\$&').replaceAll('*', NAME);
    const variable = variables[index];
    if (!variable) return [literal];
    return [literal, variable.is !== 'member' ? PLACE : variable.hasPath ? ANY : name];
  });
  const pattern = new RegExp(`^${parts.join('')}$`);
  return { test: (text) => pattern.test(text) && !OBEYED.test(text) };
};

const templateOf = (template: string): Template => {
  const parts = template.split(VARIABLE);
  const texts = parts.filter((_, index) => index % 2 === 0);
  const variables = parts.filter((_, index) => index % 2 === 1).map(variableOf);
  return {
    resourceType: resourceTypeOf(template),
    pattern: patternOf(texts, variables, NAME),
    loosePattern: patternOf(texts, variables, ANY),
    texts,
    variables,
  };
};

/** The last name of a path. */
const lastOf = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

const known = new WeakMap<CreationEvent, Search>();

/** What to look for in the records of an event. Prepared once for each. */
export const searchOf = (event: CreationEvent): Search => {
  const before = known.get(event);
  if (before) return before;
  const templates = event.arnTemplates.map(templateOf);
  const names = templates.flatMap(({ variables }) => variables.flatMap((one) => one.names)).map(lastOf);
  const paths = templates.some(({ variables }) => variables.some((one) => one.hasPath)) ? ['path'] : [];
  const arnMember = event.arnMember === null ? [] : [event.arnMember.toLowerCase()];
  const search = { templates, wanted: new Set([...names, ...paths, ...arnMember]) };
  known.set(event, search);
  return search;
};
