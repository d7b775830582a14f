import { type CreationEvent, resourceTypeOf } from './registry.ts';

/** Where a call was made, and what it said. */
export type Call = {
  readonly accountId: string;
  readonly region: string;
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
};

/** What a call created. No ARN: the record does not show it beyond doubt. */
export type Located = { readonly resourceType: string; readonly arns: readonly string[] };

/** A text in a record. All elements of a list are at one place. */
type Leaf = { readonly key: string; readonly place: string; readonly depth: number; readonly text: string };

/** Deeper than any record; what nests deeper is not read. */
const MAX_DEPTH = 12;

const collect = (value: unknown, key: string, place: string, depth: number, leaves: Leaf[]): void => {
  if (typeof value === 'string' || typeof value === 'number') {
    if (value !== '') leaves.push({ key, place, depth, text: String(value) });
  } else if (typeof value === 'object' && value !== null && depth < MAX_DEPTH) {
    if (Array.isArray(value)) for (const one of value) collect(one, key, place, depth, leaves);
    else {
      for (const [name, one] of Object.entries(value)) {
        // What comes from XML has its lists in a member of their own: `hostIdSet.item`.
        const isList = name === 'item' || name === 'items';
        collect(one, isList ? key : name.toLowerCase(), `${place}.${name}`, depth + 1, leaves);
      }
    }
  }
};

const leavesOf = (value: unknown): Leaf[] => {
  const leaves: Leaf[] = [];
  collect(value, '', '', 0, leaves);
  return leaves;
};

/** The texts at the shallowest place. None if two places are equally shallow and differ: two candidates are none. */
const shallowest = (leaves: readonly Leaf[]): string[] => {
  const depth = Math.min(...leaves.map((leaf) => leaf.depth));
  const nearest = leaves.filter((leaf) => leaf.depth === depth);
  const texts = [...new Set(nearest.map(({ text }) => text))];
  return texts.length === 1 || nearest.every(({ place }) => place === nearest[0]?.place) ? texts : [];
};

/** The response, whose names win: RDS makes them lower-case. Then the request. */
type Sides = readonly [readonly Leaf[], readonly Leaf[]];

/**
 * What a member holds, by its name, or by the end of its path: `hostedZone.id`. A name such as `KeyPairId|KeyName` is of two
 * members: the second if there is no first.
 */
const member = (names: string, sides: Sides): string[] => {
  for (const name of names.toLowerCase().split('|')) {
    for (const leaves of sides) {
      const named = name.includes('.')
        ? leaves.filter(({ place }) => place.toLowerCase().endsWith(`.${name}`))
        : leaves.filter(({ key }) => key === name);
      if (named.length > 0) return shallowest(named);
    }
  }
  return [];
};

const isArn = ({ text }: Leaf): boolean => text.startsWith('arn:');

const VARIABLE = /\{([^}]+)\}/;
const PATH = 'WithPath';

/** The ARNs of a template. */
const patternOf = (template: string, name: string): RegExp => {
  const parts = template.split(VARIABLE).map((part, index) => {
    if (index % 2 === 0) return part.replace(/[.+?^$()[\]\\|]/g, '\\$&').replaceAll('*', '[^/:]+');
    if (part === 'Partition' || part === 'Region' || part === 'Account') return '[^:/]*';
    return part.endsWith(PATH) ? '.+' : name;
  });
  return new RegExp(`^${parts.join('')}$`);
};

const strict = new Map<string, RegExp>();
const loose = new Map<string, RegExp>();

/** Whether an ARN is one of the template. A name holds no `/` or `:`, unless `patterns` are the loose ones. */
const fits = (template: string, arn: string, patterns: Map<string, RegExp>): boolean => {
  let pattern = patterns.get(template);
  if (!pattern) {
    pattern = patternOf(template, patterns === strict ? '[^/:]+' : '.+');
    patterns.set(template, pattern);
  }
  return pattern.test(arn);
};

/** The ARNs in the response that fit a template, without those that the request names: these were there before. */
const arnsThatFit = (
  templates: readonly string[],
  [response, request]: Sides,
  patterns: Map<string, RegExp>,
): string[] => {
  const named = new Set(request.filter(isArn).map(({ text }) => text));
  return shallowest(
    response.filter(
      (leaf) =>
        isArn(leaf) &&
        !named.has(leaf.text) &&
        templates.some((template) => fits(template, leaf.text, patterns)),
    ),
  );
};

/** The values of a template's variable: several only where the call created several resources. */
const valuesOf = (variable: string, { accountId, region }: Call, sides: Sides): string[] => {
  if (variable === 'Partition') return ['aws'];
  if (variable === 'Region') return [region];
  if (variable === 'Account') return [accountId];
  if (!variable.endsWith(PATH)) return member(variable, sides);
  const [path = '/'] = member('Path', sides);
  return member(variable.slice(0, -PATH.length), sides).map((name) => `${path}${name}`.slice(1));
};

/** Fills a template. A value may repeat the words before it (`/hostedzone/Z1`), begin with the slash that is there already, or be the whole ARN. */
const fill = (template: string, call: Call, sides: Sides): string[] => {
  let arns = [''];
  for (const [index, part] of template.split(VARIABLE).entries()) {
    const values = index % 2 === 0 ? [part] : valuesOf(part, call, sides);
    // One value for each of several resources would have to be paired with them.
    if (values.length !== 1 && arns.length !== 1) return [];
    arns = arns.flatMap((before) =>
      values.map((value) => {
        if (index % 2 === 1 && value.startsWith('arn:')) return value;
        const words = /[^/:]*\/$/.exec(before)?.[0] ?? '';
        if (words !== '' && value.startsWith(`/${words}`)) return before + value.slice(words.length + 1);
        return before + (words !== '' && value.startsWith('/') ? value.slice(1) : value);
      }),
    );
  }
  return arns.filter((arn) => fits(template, arn, loose));
};

const typed = (event: CreationEvent, arns: readonly string[]): Located => {
  const [arn] = arns;
  const template = event.arnTemplates.find(
    (one) => arn !== undefined && event.arnTemplates.length > 1 && fits(one, arn, strict),
  );
  return { resourceType: template === undefined ? event.resourceType : resourceTypeOf(template), arns };
};

/**
 * Finds what a call created, by the shape of values: an ARN in the response that fits a template of the event's type;
 * else the template filled from members of the same name, and account and Region of the record.
 */
export const findResource = (event: CreationEvent, call: Call): Located => {
  const sides: Sides = [leavesOf(call.responseElements), leavesOf(call.requestParameters)];
  const { arnTemplates, arnMember } = event;
  const shown = arnsThatFit(arnTemplates, sides, strict);
  if (shown.length > 0) return typed(event, shown);
  if (arnMember !== null) {
    const arns = member(arnMember, sides).filter((text) => text.startsWith('arn:'));
    if (arns.length > 0) return typed(event, arns);
  }
  const filled = arnTemplates
    .map((template) => fill(template, call, sides))
    .filter((arns) => arns.length > 0);
  if (filled.length === 1) return typed(event, filled[0] ?? []);
  return typed(event, filled.length === 0 ? arnsThatFit(arnTemplates, sides, loose) : []);
};
