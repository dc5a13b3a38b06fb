// Reads GIFT with gift-pegjs, the parser of GIFT editors, and says what it found.
import { input, load, say } from "./load.mjs";

const { parse } = (await load("gift-pegjs")).default ?? await load("gift-pegjs");
say(input().map(text => parse(text)));
