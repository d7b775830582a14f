const controller = new AbortController();

for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());

/** Ctrl-C, or a request of another program to end: waiting stops, and every process that was started is stopped. */
export const interrupt: AbortSignal = controller.signal;
