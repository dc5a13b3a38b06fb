// Has the TypeScript compiler hold descriptions against the vocabulary of schema.org as schema-dts types it.
// Gets a list of JSON-LD objects, says for each of them what the compiler finds wrong (nothing: []).
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { input, say } from "./load.mjs";

const home = process.env.QUIZGEN_PLATFORMS;
const folder = mkdtempSync(join(home, "schema-"));
const head = 'import type {Quiz, WithContext} from "schema-dts";\nexport const quiz: WithContext<Quiz> = ';
const options = { strict: true, noEmit: true, skipLibCheck: true, module: "preserve", moduleResolution: "bundler", target: "es2022", types: [] };

try {
  const files = input().map((quiz, n) => {
    writeFileSync(join(folder, `quiz${n}.ts`), `${head}${JSON.stringify(quiz, null, 1)};\n`);
    return `quiz${n}.ts`;
  });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files }));
  let told = "";
  try {
    execFileSync(process.execPath, [join(home, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"], { cwd: folder, encoding: "utf8" });
  } catch (error) {
    told = `${error.stdout}${error.stderr}`;
    if (!/error TS/.test(told)) throw error;
  }
  say(files.map(file => told.split("\n").filter(line => line.startsWith(file))));
} finally {
  rmSync(folder, { recursive: true });
}
