import * as z from 'zod';
import { TopicNotFound } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';

const Topic = z.object({ TopicName: z.string() });
const Subscription = z.object({ TopicArn: z.string(), Protocol: z.string(), Endpoint: z.string() });

/** In bytes of UTF-8. */
const LARGEST_MESSAGE = 262_144;

/** What SNS takes of a mail. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const Publication = z.object({
  TopicArn: z.string(),
  Subject: z.string().regex(/^[\x20-\x7e]{1,99}$/, 'expected at most 99 printable ASCII characters'),
  Message: z
    .string()
    .min(1)
    .refine((message) => Buffer.byteLength(message) <= LARGEST_MESSAGE, 'expected at most 262,144 bytes'),
});
export type Publication = z.infer<typeof Publication>;

/** The embedded SNS: topics and their e-mail subscriptions as synthesized, taken as confirmed. */
export class Topics {
  readonly #readers: ReadonlyMap<string, readonly string[]>;
  #published = 0;

  constructor(stacks: readonly Stack[]) {
    const subscriptions = resourcesOf(stacks, 'AWS::SNS::Subscription', Subscription);
    this.#readers = new Map(
      resourcesOf(stacks, 'AWS::SNS::Topic', Topic).map(({ arn }) => [
        arn,
        subscriptions
          .filter(({ properties }) => properties.TopicArn === arn && properties.Protocol === 'email')
          .map(({ properties }) => properties.Endpoint),
      ]),
    );
  }

  /** Takes a mail. Throws what SNS refuses. */
  publish(input: unknown): { publication: Publication; messageId: string } {
    const publication = Publication.parse(input);
    if (!this.#readers.has(publication.TopicArn)) throw new TopicNotFound(publication.TopicArn);
    this.#published += 1;
    return { publication, messageId: `message-${this.#published}` };
  }

  /** The addresses that read a topic. */
  readersOf(topicArn: string): readonly string[] {
    return this.#readers.get(topicArn) ?? [];
  }
}
