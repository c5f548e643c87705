// The admin works without this file; it only makes its forms safer and nicer.
import * as print from "../modules/print.js";
import * as autosave from "./modules/autosave.js";
import * as charts from "./modules/charts.js";
import * as choices from "./modules/choices.js";
import * as dragging from "./modules/dragging.js";
import * as editorPictures from "./modules/editor-pictures.js";
import * as files from "./modules/files.js";
import * as folds from "./modules/folds.js";
import * as guard from "./modules/guard.js";
import * as keepAlive from "./modules/keep-alive.js";
import * as manyPictures from "./modules/many-pictures.js";
import * as menus from "./modules/menus.js";
import * as moderation from "./modules/moderation.js";
import * as numbers from "./modules/numbers.js";
import * as oldText from "./modules/old-text.js";
import * as postForm from "./modules/post-form.js";
import * as places from "./modules/places.js";
import * as problems from "./modules/problems.js";
import * as reasons from "./modules/reasons.js";
import * as schedule from "./modules/schedule.js";
import * as sorting from "./modules/sorting.js";
import * as tags from "./modules/tags.js";
import * as titles from "./modules/titles.js";
import * as units from "./modules/units.js";

for (const module of [
  keepAlive, charts, choices, dragging, editorPictures, files, folds, guard, manyPictures, menus, moderation, numbers,
  oldText, places, postForm, print, problems, reasons, schedule, sorting, tags, titles, units, autosave,
]) {
  module.enhance(document);
}
