// Loads a package from the folder that QUIZGEN_PLATFORMS names: it is outside this one, where `import` would not look.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const folder = join(process.env.QUIZGEN_PLATFORMS, "node_modules");
const require = createRequire(join(folder, "x.js"));

export const load = name => import(pathToFileURL(require.resolve(name)));
export const version = name => JSON.parse(readFileSync(join(folder, name, "package.json"), "utf8")).version;
export const input = () => JSON.parse(readFileSync(0, "utf8"));
export const say = value => process.stdout.write(JSON.stringify(value));
