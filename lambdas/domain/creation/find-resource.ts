import type { CreationEvent } from './registry.ts';
import { type Search, searchOf, type Template, type Variable } from './template.ts';

/** Where a call was made, and what it said. */
type Call = {
  readonly accountId: string;
  readonly region: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
};

/** What a call created. No ARN: the record does not show it beyond doubt. */
type Located = { readonly resourceType: string; readonly arns: readonly string[] };

/** A text of a record that is an ARN, or is held by a member that is looked for. All elements of a list are at one place. */
type Leaf = { readonly key: string; readonly place: string; readonly depth: number; readonly text: string };

/** The leaves of the response, and those of the request. */
type Sides = readonly [readonly Leaf[], readonly Leaf[]];

/** Deeper than any record; what nests deeper is not read. */
const MAX_DEPTH = 12;

const isArn = (text: string): boolean => text.startsWith('arn:');

/** Any ARN, where the form is not known. */
const AN_ARN = /^arn:[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u;

/** What comes from XML has its lists in a member of their own: `hostIdSet.item`. */
const isList = (name: string): boolean => name === 'item' || name === 'items';

type Collector = { readonly wanted: Search['wanted']; readonly leaves: Leaf[] };

const collect = (to: Collector, value: unknown, key: string, place: string, depth: number): void => {
  if (typeof value === 'string') {
    if (value !== '' && (to.wanted.has(key) || isArn(value))) {
      to.leaves.push({ key, place: `${place}.${key}`, depth, text: value });
    }
  } else if (typeof value === 'number') {
    if (to.wanted.has(key)) to.leaves.push({ key, place: `${place}.${key}`, depth, text: String(value) });
  } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    if (Array.isArray(value)) {
      for (const one of value) collect(to, one, key, place, depth);
      return;
    }
    const inner = key === '' ? '' : `${place}.${key}`;
    for (const [name, one] of Object.entries(value)) {
      if (isList(name)) collect(to, one, key, place, depth + 1);
      else collect(to, one, name.toLowerCase(), inner, depth + 1);
    }
  }
};

const leavesOf = (value: unknown, wanted: Search['wanted']): Leaf[] => {
  const leaves: Leaf[] = [];
  collect({ wanted, leaves }, value, '', '', 0);
  return leaves;
};

/** The texts at the shallowest place. None if two places are equally shallow and differ: two candidates are none. */
const shallowest = (leaves: readonly Leaf[]): string[] => {
  if (leaves.length < 2) return leaves.map(({ text }) => text);
  let depth = MAX_DEPTH + 1;
  for (const leaf of leaves) depth = Math.min(depth, leaf.depth);
  const nearest = leaves.filter((leaf) => leaf.depth === depth);
  const texts = [...new Set(nearest.map(({ text }) => text))];
  return texts.length === 1 || nearest.every(({ place }) => place === nearest[0]?.place) ? texts : [];
};

/**
 * What a member holds, by its name, or by the end of its path: `hostedzone.id`. The response's names win: RDS makes them
 * lower-case.
 */
const member = (names: readonly string[], sides: Sides): string[] => {
  for (const name of names) {
    const isPath = name.includes('.');
    for (const leaves of sides) {
      const named = leaves.filter(({ key, place }) => (isPath ? place.endsWith(`.${name}`) : key === name));
      if (named.length > 0) return shallowest(named);
    }
  }
  return [];
};

/** The ARNs in the response that fit a template, without those that the request names: these were there before. */
const arnsThatFit = (
  templates: readonly Template[],
  [response, request]: Sides,
  pattern: 'pattern' | 'loosePattern',
): string[] =>
  shallowest(
    response.filter(
      ({ text }) =>
        isArn(text) &&
        templates.some((template) => template[pattern].test(text)) &&
        !request.some((leaf) => leaf.text === text),
    ),
  );

/** The values of a template's variable: several only where the call created several resources. */
const valuesOf = ({ is, names, hasPath }: Variable, call: Call, sides: Sides): string[] => {
  switch (is) {
    case 'partition':
      return ['aws'];
    case 'region':
      return [call.region];
    case 'account':
      return [call.accountId];
    case 'member': {
      const values = member(names, sides);
      if (!hasPath) return values;
      const [path = '/'] = member(['path'], sides);
      return values.map((name) => `${path}${name}`.slice(1));
    }
    default:
      return is satisfies never;
  }
};

/** The text and a value after it. The value may repeat the words before it (`/hostedzone/Z1`), or begin with their slash. */
const append = (text: string, value: string): string => {
  if (!value.startsWith('/') || !text.endsWith('/')) return text + value;
  const words = text.slice(Math.max(text.lastIndexOf('/', text.length - 2), text.lastIndexOf(':')) + 1);
  return text + (value.startsWith(`/${words}`) ? value.slice(words.length + 1) : value.slice(1));
};

/** Fills a template. A value may be the whole ARN. */
const fill = ({ texts, variables, loosePattern }: Template, call: Call, sides: Sides): string[] => {
  let arns = [texts[0] ?? ''];
  for (const [index, variable] of variables.entries()) {
    const values = valuesOf(variable, call, sides);
    // One value for each of several resources would have to be paired with them.
    if (values.length !== 1 && arns.length !== 1) return [];
    const after = texts[index + 1] ?? '';
    arns = arns.flatMap((before) =>
      values.map((value) => (isArn(value) ? value : append(before, value)) + after),
    );
  }
  return arns.filter((arn) => loosePattern.test(arn));
};

/** With several templates, the ARN shows which of them was created. */
const typed = (
  { resourceType }: CreationEvent,
  templates: readonly Template[],
  arns: readonly string[],
): Located => {
  const [arn] = arns;
  if (arn === undefined || templates.length < 2) return { resourceType, arns };
  const fitting = templates.find(({ pattern }) => pattern.test(arn));
  return { resourceType: fitting?.resourceType ?? resourceType, arns };
};

/**
 * Finds what a call created, by the shape of values: an ARN in the response that fits a template of the event's type;
 * else the template filled from members of the same name, and account and Region of the record.
 */
export const findResource = (event: CreationEvent, call: Call): Located => {
  const { templates, wanted } = searchOf(event);
  const sides: Sides = [leavesOf(call.responseElements, wanted), leavesOf(call.requestParameters, wanted)];
  const shown = arnsThatFit(templates, sides, 'pattern');
  if (shown.length > 0) return typed(event, templates, shown);
  if (event.arnMember !== null) {
    const arns = member([event.arnMember.toLowerCase()], sides).filter((text) => AN_ARN.test(text));
    if (arns.length > 0) return typed(event, templates, arns);
  }
  const filled = templates.map((template) => fill(template, call, sides)).filter((arns) => arns.length > 0);
  const arns =
    filled.length === 0
      ? arnsThatFit(templates, sides, 'loosePattern')
      : filled.length === 1
        ? filled[0]
        : [];
  return typed(event, templates, arns ?? []);
};
