// The pages work without this file; it only makes them nicer.
import * as beacon from "./modules/beacon.js";
import * as checksum from "./modules/checksum.js";
import * as copy from "./modules/copy.js";
import * as disclosure from "./modules/disclosure.js";
import * as pdf from "./modules/pdf.js";
import * as print from "./modules/print.js";
import * as reading from "./modules/reading.js";
import * as register from "./modules/register.js";
import * as ticker from "./modules/ticker.js";

for (const module of [beacon, checksum, copy, disclosure, pdf, print, reading, register, ticker]) {
  module.enhance(document);
}
