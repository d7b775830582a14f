import { start } from '../command.ts';
import { registry } from './registry.ts';

await start(registry());
