// The admin works without this file; it only makes its forms safer and nicer.
import * as choices from "./modules/choices.js";
import * as files from "./modules/files.js";
import * as guard from "./modules/guard.js";
import * as menus from "./modules/menus.js";
import * as schedule from "./modules/schedule.js";

for (const module of [choices, files, guard, menus, schedule]) {
  module.enhance(document);
}
