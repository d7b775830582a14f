import * as z from 'zod';
import { PROPAGATED } from '../../lambdas/domain/propagation/attachment.ts';
import { DEFAULT_REGIONS } from '../regions.ts';
import { AccessSchema, knownAccessFields } from './access-schema.ts';
import { ExemptionSchema, TagSchema } from './exemptions.ts';
import {
  accountId,
  byField,
  byValue,
  distinct,
  emails,
  evenIfFaulty,
  instant,
  minutes,
  mode,
  pattern,
  region,
  tagKey,
  text,
  timeZone,
} from './fields.ts';
import { BillingSchema, REPORT_FIELDS } from './report.ts';

const SubAccount = z.strictObject(
  {
    name: text('the name of a sub-account').regex(
      /^[\x20-\x7e]{1,50}$/,
      '1 to 50 printable ASCII characters',
    ),
    accountId,
    /** Left out: every Region that AWS enables by default, since people launch in the wrong Region by mistake. */
    regions: z
      .array(region, 'a list of AWS Regions')
      .min(1, 'a list of at least one AWS Region; leave it out for every default one')
      .superRefine(distinct('regions', byValue), evenIfFaulty)
      .default([...DEFAULT_REGIONS]),
    programManagers: emails('programManagers').default([]),
    /** Without a trail that logs, EventBridge gets no events. */
    trail: z.enum(['existing', 'create'], 'one of existing, create').default('existing'),
    /** Left out: the mode of the whole configuration. */
    mode: mode.optional(),
  },
  'a sub-account: an object with name and accountId',
);

const AT_LEAST_ONE = 'a whole number from 1';

/** The configuration as an administrator writes it: README.md, "Configuration". */
export const ConfigurationSchema = z
  .strictObject(
    {
      mode,
      ownerTag: z.strictObject(
        {
          key: tagKey,
          patterns: z.array(pattern, 'a list of patterns').min(1, 'a list of at least one pattern'),
          onInvalidValue: z.enum(['report', 'terminate'], 'one of report, terminate').default('report'),
        },
        'an object with key and patterns',
      ),
      gracePeriodMinutes: minutes(1).default(10),
      warnAfterMinutes: minutes(0).default(2),
      minimumNoticeMinutes: minutes(1).default(3),
      inheritOwner: z
        .array(
          z.enum(['instance', 'auto-scaling-group'], 'one of instance, auto-scaling-group'),
          'a list of instance, auto-scaling-group',
        )
        .default(['instance', 'auto-scaling-group']),
      /** What gets the valid Owner of the instance that it is attached to. */
      propagate: z
        .array(z.enum(PROPAGATED, 'one of volume, network-interface'), 'a list of volume, network-interface')
        .superRefine(distinct('propagate', byValue), evenIfFaulty)
        .default([...PROPAGATED]),
      /** Whether an Owner that a tool wrote by itself is corrected to the launcher. */
      correctToolOwners: z.boolean('true or false').default(true),
      /** Whether people are reminded of resources that they create without a valid Owner. Nothing of these is ever ended. */
      creations: z.enum(['notify', 'off'], 'one of notify, off').default('notify'),
      ...REPORT_FIELDS,
      /** What is exempt from the rule, why, and until when. */
      exemptions: z.array(ExemptionSchema, 'a list of exemptions').default([]),
      /** Left out: all launches are enforced. */
      enforceLaunchesAfter: instant.optional(),
      onTerminationProtection: z
        .enum(['stop', 'override', 'report'], 'one of stop, override, report')
        .default('stop'),
      maxTerminationsAtOnce: z.int(AT_LEAST_ONE).min(1, AT_LEAST_ONE).default(10),
      timeZone: timeZone.default('America/Los_Angeles'),
      hub: z.strictObject({ accountId, region }, 'an object with accountId and region'),
      gateway: z.strictObject(
        {
          accountId,
          alias: text('the alias of the gateway account').min(1, 'the alias of the gateway account'),
        },
        'an object with accountId and alias',
      ),
      administrators: emails('administrators').min(1, 'a list of at least one e-mail address'),
      subAccounts: z
        .array(SubAccount, 'a list of sub-accounts')
        .min(1, 'a list of at least one sub-account')
        .superRefine(distinct('subAccounts', byField('accountId')), evenIfFaulty)
        .superRefine(distinct('subAccounts', byField('name')), evenIfFaulty),
      /** Left out: people, roles and assignments are managed elsewhere. */
      access: AccessSchema.optional(),
    },
    'the configuration: an object, as README.md shows it',
  )
  .superRefine(
    ({ warnAfterMinutes: received, gracePeriodMinutes }, context) => {
      // Written with >=, so that a value that is not a number has one fault only.
      if (received >= gracePeriodMinutes) {
        const message = `less than gracePeriodMinutes (${gracePeriodMinutes}): nobody could act on the warning`;
        context.addIssue({ code: 'custom', path: ['warnAfterMinutes'], message, params: { received } });
      }
    },
    { when: ({ value }) => typeof value === 'object' && value !== null },
  );

/** The names of the fields at a path of the configuration, for a suggestion. */
export const knownFields = (path: readonly PropertyKey[]): readonly string[] => {
  const [field, , inner] = path;
  switch (field) {
    case undefined:
      return Object.keys(ConfigurationSchema.shape);
    case 'ownerTag':
    case 'hub':
    case 'gateway':
      return Object.keys(ConfigurationSchema.shape[field].shape);
    case 'billing':
      return Object.keys(BillingSchema.shape);
    case 'exemptions':
      return Object.keys(inner === 'tag' ? TagSchema.shape : ExemptionSchema.shape);
    case 'subAccounts':
      return Object.keys(SubAccount.shape);
    case 'access':
      return knownAccessFields(path.slice(1));
    default:
      return [];
  }
};
