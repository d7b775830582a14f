import { standInAws, tenths } from '../lambdas/collect/stand-in-aws.ts';

// A process of its own, so that its memory and CPU are not the service's. Usage: node serve-aws.ts RESOURCES REFUSED
const [resources, refused = ''] = process.argv.slice(2);

/** Made once: every account and Region has the same numbers. */
const aws = await standInAws({
  resourcesOf: (accountId, region) => tenths(accountId, region, Number(resources)),
  throttleEvery: 101,
  refused: new Set(refused.split(',')),
  withoutIndex: new Set(),
});

process.send?.({ url: aws.url });
process.on('message', () => process.send?.({ calls: [...aws.calls] }));
process.on('disconnect', () => process.exit());
