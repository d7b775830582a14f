import { start } from '../command.ts';
import { costTag } from './cost-tag.ts';

await start(costTag());
