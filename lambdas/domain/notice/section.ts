import { printable } from '../text.ts';
import type { Concern } from './concern.ts';
import { headline } from './headline.ts';
import { instanceLines, volumesLeft } from './instance-lines.ts';
import { inConsole, saveCommand } from './save-command.ts';
import type { Telling } from './telling.ts';
import { whatElse } from './what-else.ts';
import { whatIsWrong } from './what-is-wrong.ts';
import { whatToDo } from './what-to-do.ts';
import { wrap } from './wrap.ts';

/** The command, and the way without one. */
const howTo = (
  { instanceIds }: Concern,
  { input: { launch }, settings }: Telling,
  owner: string | null,
): string[] => {
  const { link, search } = inConsole(launch, instanceIds);
  return [
    ...saveCommand(launch, instanceIds, settings.ownerTag.key, owner),
    '',
    ...wrap(`Or in the console: search ${search}, tab Tags, Manage tags:`),
    link,
    '',
  ];
};

/** What the tags of the instances show; nothing where the mail has said it, or they are gone. */
const finding = ({ decision, verdict }: Concern, { settings }: Telling): string[] => {
  const isRight = decision === 'repaired' || decision === 'inherited' || decision === 'exempt';
  if (verdict.is === 'gone' || isRight) return [];
  const was = decision === 'terminated' ? 'was' : 'is';
  return wrap(`What ${was} wrong: ${whatIsWrong(verdict, settings.ownerTag)}.`, '  ');
};

/** Why they inherit nothing, although something launched them that might have an Owner. */
const notInherited = ({ decision }: Concern, { round: { origin } }: Telling): string[] =>
  origin?.isNotFound && (decision === 'warned' || decision === 'terminated')
    ? wrap(
        `Launched by ${printable(origin.id)}, which AWS does not show in this Region: no Owner of it could be passed on.`,
        '  ',
      )
    : [];

/** One concern: what happens when, what to do and how, which instances. `lead` goes before what to do. */
export const section = (concern: Concern, telling: Telling, lead: readonly string[] = []): string[] => {
  const { text, command } = whatToDo(concern, telling);
  return [
    ...wrap(printable(`${headline(concern, telling)}.`), '  '),
    ...lead,
    ...wrap(whatElse(concern) ?? '', '  '),
    ...wrap(printable(text), '  '),
    ...volumesLeft(concern, telling.round),
    '',
    ...(command ? howTo(concern, telling, command.owner) : []),
    ...finding(concern, telling),
    ...notInherited(concern, telling),
    ...instanceLines(concern, telling.round),
    '',
  ];
};
