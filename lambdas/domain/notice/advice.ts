import { matchesPattern } from '../compliance/owner-rule.ts';
import { printable } from '../text.ts';
import { truncate, wrap } from './mail-text.ts';
import type { NewsItem, NoticeContext } from './news.ts';
import { TOOLS, type Tool } from './tools.ts';

/** What shows the tools of a launch. */
type Source = Pick<NoticeContext, 'input' | 'round' | 'launcher'>;

const ENDING_DECISIONS: readonly NewsItem['decision'][] = ['warned', 'terminated', 'stopped', 'held'];

/** Advice if no tool left a trace: a program on an instance launched them, or a person. */
const generalAdvice = ({ decision }: NewsItem, { round }: NoticeContext): string[] => {
  if (round.origin?.kind === 'instance') {
    return wrap(`  Let the program on ${round.origin.id} pass TagSpecifications to RunInstances.`, '    ');
  }
  return ENDING_DECISIONS.includes(decision)
    ? ['  Console: "Add additional tags" at the top of the launch page.', '  AWS CLI: --tag-specifications.']
    : [];
};

/** In characters. A role's name may have 64, which fit a line of a mail. */
const MAX_ROLE_LENGTH = 64;

/**
 * Where to set the tag, so that this does not happen again.
 *
 * @param owner the value to set
 */
export const adviceLines = (item: NewsItem, context: NoticeContext, owner: string): string[] => {
  // Nothing can be read in an account that left the service.
  if (item.decision === 'exempt') return [];
  const { key } = context.settings.ownerTag;
  const role = truncate(printable(roleOf(context) ?? ''), MAX_ROLE_LENGTH);
  const lines = advisedOn(toolsOf(context)).flatMap(({ name, advice }) =>
    wrap(`  ${name}: ${advice({ tag: `${key}=${owner}`, key, owner, role })}`, '    '),
  );
  const all = lines.length > 0 ? lines : generalAdvice(item, context);
  return all.length > 0 ? ['So that it does not happen again:', ...all, ''] : [];
};

/** The role that made the call; undefined if it is not known, or nobody's. */
const roleOf = ({ input, launcher }: Source): string | undefined => {
  const identity = input.launch.identity ?? launcher.identity;
  return identity && 'roleName' in identity ? identity.roleName : undefined;
};

const matches = (patterns: readonly string[] = [], texts: readonly (string | undefined | null)[]): boolean =>
  texts.some((text) => text != null && patterns.some((pattern) => matchesPattern(pattern, text)));

/** The same where case does not count. */
const matchesCaseless = (patterns: readonly string[] = [], text: string | undefined | null): boolean =>
  matches(
    patterns.map((pattern) => pattern.toLowerCase()),
    [text?.toLowerCase()],
  );

/** The tools that launched instances, by what their tags and the record show, the most specific first. */
export const toolsOf = (source: Source): Tool[] => {
  const { traces } = source.round;
  const { launch } = source.input;
  const identity = launch.identity ?? source.launcher.identity;
  const own = (traces?.tags ?? []).map(({ key, value }) => `${key}=${value}`);
  const leaders = (traces?.leaderTags ?? []).map(({ key, value }) => `${key}=${value}`);
  return TOOLS.filter(
    ({ by, onLeader }) =>
      matches(by.tags, onLeader ? [...own, ...leaders] : own) ||
      matchesCaseless(by.userAgents, launch.userAgent) ||
      matchesCaseless(by.services, identity?.invokedBy) ||
      matchesCaseless(by.roles, roleOf(source)),
  );
};

/** Whether Toil launched them: its users know their instances as workers. */
export const isByToil = (source: Source): boolean => toolsOf(source).some(({ name }) => name === 'Toil');

/** A reader does not read advice on more tools. */
const MAX_TOOLS = 2;

/**
 * The tools that a mail gives advice on, the most specific first.
 *
 * @param tools as toolsOf orders them
 */
export const advisedOn = (tools: readonly Tool[]): readonly Tool[] => {
  const whole = tools.find(({ rank }) => rank === undefined);
  if (whole) return [whole];
  const method = tools.find(({ rank }) => rank === 'method');
  const others = tools.filter((tool) => tool === method || tool.rank === 'layer');
  return others.length > 0 ? others.slice(0, MAX_TOOLS) : tools;
};
