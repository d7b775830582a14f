import * as z from 'zod';
import type { Readers } from '../../lambdas/aws/topics.ts';
import { TopicNotFound } from '../errors.ts';
import { resourcesOf } from '../template/resources.ts';
import type { Stack } from '../template/template.ts';

const Topic = z.object({ TopicName: z.string() });
const Subscription = z.object({ TopicArn: z.string(), Protocol: z.string(), Endpoint: z.string() });

/** In bytes of UTF-8. */
const MAX_MESSAGE_BYTES = 262_144;

/** SNS drops a subscription that nobody confirms. https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html */
const UNCONFIRMED_FOR_MS = 3 * 24 * 60 * 60_000;

/** A mail that SNS accepts. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const Publication = z.object({
  TopicArn: z.string(),
  Subject: z.string().regex(/^[\x20-\x7e]{1,99}$/, 'expected at most 99 printable ASCII characters'),
  Message: z
    .string()
    .min(1)
    .refine((message) => Buffer.byteLength(message) <= MAX_MESSAGE_BYTES, 'expected at most 262,144 bytes'),
});

/** A mail that a topic accepted: when (milliseconds since the epoch), and the addresses that had confirmed by then. */
export type Publication = z.infer<typeof Publication> & {
  readonly at: number;
  readonly readers: readonly string[];
};

/** The embedded SNS. Every address confirms at once, except those that never do. */
export class Topics {
  /** By topic, then by address: when SNS sent the request to confirm. */
  readonly #topics = new Map<string, Map<string, number>>();
  #deployed: readonly string[] = [];
  readonly #neverConfirming: ReadonlySet<string>;
  /** By SNS's id of the message. */
  readonly #publications = new Map<string, Publication>();

  constructor(stacks: readonly Stack[], neverConfirming: readonly string[] = []) {
    this.#neverConfirming = new Set(neverConfirming);
    this.deploy(stacks);
  }

  /** Replaces the deployed topics with those of these stacks. Topics that a call created stay. */
  deploy(stacks: readonly Stack[]): void {
    const made = resourcesOf(stacks, 'AWS::SNS::Topic', Topic).map(({ arn }) => arn);
    for (const arn of this.#deployed) if (!made.includes(arn)) this.remove(arn);
    this.#deployed = made;
    for (const arn of made) this.create(arn);
    for (const { properties } of resourcesOf(stacks, 'AWS::SNS::Subscription', Subscription)) {
      const { Protocol, TopicArn, Endpoint } = properties;
      if (Protocol === 'email' && !this.#topics.get(TopicArn)?.has(Endpoint))
        this.subscribe(TopicArn, Endpoint);
    }
  }

  create(topicArn: string): void {
    if (!this.#topics.has(topicArn)) this.#topics.set(topicArn, new Map());
  }

  remove(topicArn: string): void {
    this.#topics.delete(topicArn);
  }

  has(topicArn: string): boolean {
    return this.#topics.has(topicArn);
  }

  /** @throws TopicNotFound */
  subscribe(topicArn: string, address: string): void {
    this.#topic(topicArn).set(address, Date.now());
  }

  /** The addresses that have confirmed their subscription to a topic. */
  readersOf(topicArn: string): string[] {
    return [...(this.#topics.get(topicArn)?.keys() ?? [])].filter((one) => !this.#neverConfirming.has(one));
  }

  /** Whether a topic has a confirmed address, or one that may still confirm. */
  stateOf(topicArn: string): Readers {
    if (this.readersOf(topicArn).length > 0) return 'confirmed';
    const asked = [...(this.#topics.get(topicArn)?.values() ?? [])];
    return asked.some((at) => Date.now() - at < UNCONFIRMED_FOR_MS) ? 'pending' : 'none';
  }

  /**
   * Accepts a mail, even if the topic has no reader, and returns its id.
   *
   * @throws TopicNotFound
   * @throws ZodError if SNS would refuse the mail
   */
  publish(input: unknown): string {
    const publication = Publication.parse(input);
    this.#topic(publication.TopicArn);
    const readers = this.readersOf(publication.TopicArn);
    const messageId = `message-${this.#publications.size + 1}`;
    this.#publications.set(messageId, { ...publication, at: Date.now(), readers });
    return messageId;
  }

  /** Every mail that was accepted, in order. */
  get publications(): readonly Publication[] {
    return [...this.#publications.values()];
  }

  publication(messageId: string): Publication | undefined {
    return this.#publications.get(messageId);
  }

  #topic(topicArn: string): Map<string, number> {
    const topic = this.#topics.get(topicArn);
    if (!topic) throw new TopicNotFound(topicArn);
    return topic;
  }
}
