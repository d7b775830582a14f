/** A batch from a queue: one message for each body, as JSON unless it is text already. */
export const aBatch = (bodies: readonly unknown[], deliveries = 1) => ({
  Records: bodies.map((body, index) => ({
    messageId: `message-${index}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: { ApproximateReceiveCount: String(deliveries) },
  })),
});

/** The messages that a handler returns to the queue. */
export const handedBack = (response: {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}): string[] => response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
