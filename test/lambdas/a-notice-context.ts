import type { Round } from '../../lambdas/domain/grace-period/round.ts';
import type { NoticeContext } from '../../lambdas/domain/notice/news.ts';
import { aCheckInput } from './a-check-input.ts';
import { aRound } from './a-round.ts';
import { anOwnerTag } from './an-owner-tag.ts';

/** The source of a mail about a round: by default about one instance of bob@ucsc.edu. */
export const aNoticeContext = (
  overrides: Partial<Omit<NoticeContext, 'input' | 'round'>> & {
    round?: Partial<Round>;
    mode?: 'enforce' | 'dry-run';
  } = {},
): NoticeContext => {
  const { round, mode = 'enforce', ...others } = overrides;
  const check = aRound({
    examples: [{ instanceId: 'i-1', instanceType: 'm7g.large', name: 'assembly' }],
    ...round,
  });
  const input = aCheckInput({ account: { name: 'pangenomics', mode } });
  return {
    input: { ...input, check },
    round: check,
    launcher: input.launch.launcher,
    source: null,
    settings: {
      ownerTag: anOwnerTag(),
      timeZone: 'America/Los_Angeles',
      administrators: ['cluster-admin@soe.ucsc.edu', 'help@ucsc.edu'],
    },
    ...others,
  };
};
