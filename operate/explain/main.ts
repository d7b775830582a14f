import { start } from '../start.ts';
import { explain } from './explain.ts';

await start(explain());
