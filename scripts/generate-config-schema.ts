import { writeFile } from 'node:fs/promises';
import { configFileJsonSchema } from '../src/config/config-file-schema.ts';

const schema = `${JSON.stringify(configFileJsonSchema(), null, 2)}\n`;
await writeFile(new URL('../docs/config.schema.json', import.meta.url), schema);
