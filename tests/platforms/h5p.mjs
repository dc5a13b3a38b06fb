// Imports packages into a H5P server as a site does, saves the content, and tells what the site then holds.
import { mkdtempSync, mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { input, load, say } from "./load.mjs";

const H5P = (await load("@lumieducation/h5p-server")).default;
const folder = mkdtempSync(join(tmpdir(), "h5p-"));
const user = { id: "1", name: "t", email: "t@example.invalid", type: "local" };

function site(number) {
  const own = join(folder, String(number));
  for (const name of ["lib", "tmp", "content"]) mkdirSync(join(own, name), { recursive: true });
  const config = new H5P.H5PConfig(undefined, {
    contentHubEnabled: false, sendUsageStatistics: 0, fetchingDisabled: 1, maxFileSize: 1e9, maxTotalSize: 1e9,
    coreApiVersion: { major: 1, minor: 25 },
  });
  const { FileLibraryStorage, FileContentStorage, DirectoryTemporaryFileStorage, InMemoryStorage } = H5P.fsImplementations;
  const libraries = new FileLibraryStorage(join(own, "lib"));
  const contents = new FileContentStorage(join(own, "content"));
  const files = new DirectoryTemporaryFileStorage(join(own, "tmp"));
  const editor = new H5P.H5PEditor(new InMemoryStorage(), config, libraries, contents, files);
  return { editor, player: new H5P.H5PPlayer(libraries, contents, config), contents };
}

async function imported({ editor, player, contents }, path) {
  try {
    const up = await editor.uploadPackage(path, user);
    const main = up.metadata.preloadedDependencies.find(one => one.machineName === up.metadata.mainLibrary);
    const name = `${main.machineName} ${main.majorVersion}.${main.minorVersion}`;
    const { id } = await editor.saveOrUpdateContentReturnMetaData(undefined, up.parameters, up.metadata, name, user);
    const back = await editor.getContent(id, user);
    player.setRenderer(model => model);
    await player.render(id, user);
    return { ok: true, library: name, title: back.h5p.title, license: back.h5p.license, language: back.h5p.language,
      params: back.params.params ?? back.params, files: await contents.listFiles(id, user),
      installed: up.installedLibraries.map(one => one.newVersion?.machineName) };
  } catch (error) {
    const errors = (error.getErrors?.() ?? []).map(one => `${one.errorId} ${JSON.stringify(one.replacements)}`);
    return { ok: false, error: error.errorId ?? String(error), said: String(error.message), errors };
  }
}

const given = input();
const told = [];
try {
  for (const [number, paths] of given.entries()) {
    const one = site(number);
    const each = [];
    for (const path of paths) each.push(await imported(one, path));
    told.push(each);
  }
  say(told);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
