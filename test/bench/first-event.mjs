// Imports a bundle in this fresh process and passes it one event. Prints both times, in milliseconds, as JSON.
// This is plain JavaScript, since stripping types would warm up what is measured.
const [, , bundle, event] = process.argv;
const start = performance.now();
const { handler } = await import(bundle);
const imported = performance.now();
await handler(JSON.parse(event), { awsRequestId: 'bench' });
const handled = performance.now();
process.send?.({ imported: imported - start, handled: handled - start });
process.disconnect?.();
