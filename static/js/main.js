// The pages work without this file; it only makes them nicer.
import * as beacon from "./modules/beacon.js";
import * as copy from "./modules/copy.js";
import * as disclosure from "./modules/disclosure.js";
import * as print from "./modules/print.js";

for (const module of [beacon, copy, disclosure, print]) {
  module.enhance(document);
}
