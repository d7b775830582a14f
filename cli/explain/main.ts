import { start } from '../command.ts';
import { explain } from './explain.ts';

await start(explain());
