// Validates documents with ajv in its strict mode: {schema, documents} in, [null or the first complaint, …] out.
import { load, input, say } from "./load.mjs";

const { default: Ajv } = await load("ajv/dist/2020.js");
const { schema, documents } = input();
const validate = new Ajv({ strict: true, strictTypes: true, strictTuples: true }).compile(schema);
say(documents.map(text => (validate(JSON.parse(text)) ? null : JSON.stringify(validate.errors[0]))));
