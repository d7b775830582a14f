import { start } from '../command.ts';
import { owned } from './owned.ts';

await start(owned());
