import { start } from '../start.ts';
import { doctor } from './doctor.ts';

await start(doctor());
