import { start } from '../command.ts';
import { breaker } from './breaker.ts';

await start(breaker());
