import { givenTwoAccounts } from '../given-configuration.ts';
import { expectStack, resourcesOf, synthesize } from '../synthesize.ts';

/** The hub of two sub-accounts. */
export const hub = expectStack(synthesize(givenTwoAccounts()), 'TagEnforcement-Hub');

export const arnOf = (logicalId: string) => ({ 'Fn::GetAtt': [logicalId, 'Arn'] });

/** The only resource of the type in the hub whose logical id starts with this. */
export const idOf = (type: string, start: string): string => {
  const ids = resourcesOf(hub, type).flatMap(([id]) => (id.startsWith(start) ? [id] : []));
  if (ids.length !== 1 || ids[0] === undefined) throw new Error(`${ids.length} × ${type} ${start}`);
  return ids[0];
};

/** A statement as it is synthesized. */
export const allow = (Action: string[], Resource: unknown[], extra: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...extra,
});
